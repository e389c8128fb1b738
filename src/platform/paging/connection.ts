import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { DomainError, invalidInput } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import { LIMITS } from '../../kernel/limits.js';
import { DEFAULT_PAGE_SIZE, ListOfPage } from '../query-limits/query-lists.js';

@ObjectType({ description: 'The ends of a page of a list.' })
class PageInfo {
  @Field({ description: 'Whether more items follow this page.' })
  hasNextPage!: boolean;

  @Field({ description: 'Whether items precede this page: of a page after a cursor, always.' })
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the first item, to pass as `before` where a list takes it; null if the page is empty.',
  })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Pass it as `after` to get the next page; null if the page is empty.',
  })
  endCursor!: string | null;
}

/** One page of rows, ordered by id. */
export interface Connection<Row> {
  edges: { cursor: string; node: Row }[];
  pageInfo: PageInfo;
}

/** The paging arguments. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: `How many, 1 to ${LIMITS.maxPageSize}; ${DEFAULT_PAGE_SIZE} if omitted.`,
  })
  first?: number;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the last item of the previous page; starts at the beginning if omitted.',
  })
  after?: string;
}

/** The paging arguments of a list that may be read from either end. */
@ArgsType()
export class TwoWayPageArgs extends PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: `How many, counted from the end or from \`before\`, 1 to ${LIMITS.maxPageSize}; not together with first.`,
  })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the first item of the page that follows.' })
  before?: string | null;
}

/** The rows to read: one more than the page holds, to detect whether more follow. */
export interface PageQuery {
  limit: number;
  /** The id of the last row of the previous page; null for the first page. */
  afterId: string | null;
}

/** Validates paging arguments. INVALID_INPUT for a size out of range or an invalid cursor. */
export function pageQuery(page: PageArgs): PageQuery {
  return { limit: sizeOf(page) + 1, afterId: page.after == null ? null : idOfCursor(page.after) };
}

/** The size of a page. INVALID_INPUT if it is out of range. */
export function sizeOf({ first: asked }: PageArgs): number {
  const first = asked ?? DEFAULT_PAGE_SIZE;
  if (first >= 1 && first <= LIMITS.maxPageSize) return first;
  throw invalidInput([{ path: ['first'], message: `Must be 1 to ${LIMITS.maxPageSize}` }]);
}

/** Builds a page from rows read with `pageQuery`'s limit. */
export function toConnection<Row extends { id: string }>(rows: Row[], { limit, afterId }: PageQuery): Connection<Row> {
  const page = rows.slice(0, limit - 1);
  const edges = page.map((node) => ({ cursor: cursorOf(node.id), node }));
  return {
    edges,
    pageInfo: pageInfoOf(edges, { hasNextPage: rows.length === limit, hasPreviousPage: afterId !== null }),
  };
}

/** The ends of a page. */
export const pageInfoOf = (
  edges: readonly { cursor: string }[],
  more: Pick<PageInfo, 'hasNextPage' | 'hasPreviousPage'>,
): PageInfo => ({ ...more, startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null });

/** The size of a page that may be read from either end. INVALID_INPUT for both sizes, or one out of range. */
export function bothWays({ first, last }: TwoWayPageArgs): { size: number; isBackward: boolean } {
  if (last == null) return { size: sizeOf({ first }), isBackward: false };
  if (first != null) throw invalidInput([{ path: ['last'], message: 'Give first or last, not both' }]);
  if (last >= 1 && last <= LIMITS.maxPageSize) return { size: last, isBackward: true };
  throw invalidInput([{ path: ['last'], message: `Must be 1 to ${LIMITS.maxPageSize}` }]);
}

/** The Relay connection type of a node type, named after it: ExecutionConnection for ExecutionNode. */
export function connectionOf<Node>(NodeType: Type<Node>): Type<Connection<Node>> {
  const name = NodeType.name.replace(/Node$/, '');

  @ObjectType(`${name}Edge`, { description: `One ${name} of a page.` })
  class Edge {
    @Field({ description: 'Its position in the list; valid while the item exists.' })
    cursor!: string;

    @Field(() => NodeType, { description: 'The item.' })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${name} items.` })
  class NodeConnection {
    @ListOfPage()
    @Field(() => [Edge], { description: 'The items of this page.' })
    edges!: Edge[];

    @Field(() => PageInfo, { description: 'The end of this page, for paging.' })
    pageInfo!: PageInfo;
  }
  return NodeConnection;
}

/** The cursor of the item with an id. */
export const cursorOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

/** The id of a cursor's item. INVALID_INPUT, at the argument that holds it. */
export function idOfCursor(cursor: string, argument = 'after'): string {
  const hex = Buffer.from(cursor, 'base64url').toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  // Decoding ignores characters outside the alphabet.
  if (!isId(id) || cursorOf(id) !== cursor)
    throw new DomainError('INVALID_INPUT', 'The cursor does not belong to this list', [
      { path: [argument], message: 'Not a cursor of this list' },
    ]);
  return id;
}
