import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { DomainError, invalidInput } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import { LIMITS } from '../../kernel/limits.js';

/** Where a page ends. */
@ObjectType({ description: 'Where a page of a list ends.' })
export class PageInfo {
  @Field({ description: 'Whether more follow after this page.' })
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Pass it as `after` to get the next page; null when the page is empty.' })
  endCursor!: string | null;
}

/** One page of rows in the order of their ids. */
export interface Connection<Row> {
  edges: { cursor: string; node: Row }[];
  pageInfo: PageInfo;
}

/** How a page is asked for. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: `How many, 1 to ${LIMITS.maxPageSize}; 20 when not given.` })
  first?: number;

  @Field(() => String, { nullable: true, description: 'The cursor after which the page begins; from the start when not given.' })
  after?: string;
}

/** The rows to ask the database for: one more than the page holds, so that it knows whether more follow. */
export interface PageQuery {
  limit: number;
  /** The id after which the page begins; null for the first page. */
  afterId: string | null;
}

/** Checks a page's arguments. INVALID_INPUT for a size out of range or a cursor that is none. */
export function pageQuery({ first: asked, after }: PageArgs): PageQuery {
  const first = asked ?? 20;
  if (first < 1 || first > LIMITS.maxPageSize) {
    throw invalidInput([{ path: ['first'], message: `Must be 1 to ${LIMITS.maxPageSize}` }]);
  }
  return { limit: first + 1, afterId: after == null ? null : idOfCursor(after) };
}

/** Makes a page of rows read with `pageQuery`'s limit. */
export function toConnection<Row extends { id: string }>(rows: Row[], { limit }: PageQuery): Connection<Row> {
  const page = rows.slice(0, limit - 1);
  const edges = page.map((node) => ({ cursor: cursorOfId(node.id), node }));
  return { edges, pageInfo: { hasNextPage: rows.length === limit, endCursor: edges.at(-1)?.cursor ?? null } };
}

/** The Relay connection type of a node type, named after it: that of ExecutionNode is ExecutionConnection. */
export function connectionOf<Node>(NodeType: Type<Node>): Type<Connection<Node>> {
  const name = NodeType.name.replace(/Node$/, '');

  @ObjectType(`${name}Edge`, { description: `One ${name} of a page.` })
  class Edge {
    @Field({ description: 'Where in the list it stands; valid while it exists.' })
    cursor!: string;

    @Field(() => NodeType, { description: 'The thing itself.' })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${name} items.` })
  class NodeConnection {
    @Field(() => [Edge], { description: 'The items of this page.' })
    edges!: Edge[];

    @Field(() => PageInfo, { description: 'Where the page ends.' })
    pageInfo!: PageInfo;
  }
  return NodeConnection as Type<Connection<Node>>;
}

const cursorOfId = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

function idOfCursor(cursor: string): string {
  const hex = Buffer.from(cursor, 'base64url').toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (!isId(id)) throw new DomainError('INVALID_INPUT', 'The cursor is not one of this list', [{ path: ['after'], message: 'Not a cursor of this list' }]);
  return id;
}
