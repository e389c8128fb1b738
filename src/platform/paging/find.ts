import { DomainError, invalidInput } from '../../kernel/errors.js';
import type { Finder } from '../database/finder.js';
import { bothWays, cursorOf, idOfCursor, pageInfoOf, type Connection, type TwoWayPageArgs } from './connection.js';

/** How rows of a table are ordered: a SQL expression over `r`, its type, and the direction; then by id in the same direction. */
export interface Ordering {
  expression: string;
  type: string;
  direction: 'ASC' | 'DESC';
}

/** Newest first. */
const NEWEST_FIRST: Ordering = { expression: 'r.id', type: 'uuid', direction: 'DESC' };

/** Rows of one table in one workspace, by conditions over `r`; every text is a constant, and every value a parameter. */
export class Find {
  private readonly values: unknown[];
  private readonly conditions = ['r.workspace_id = $1'];

  constructor(
    private readonly table: string,
    private readonly workspaceId: string,
  ) {
    this.values = [workspaceId];
  }

  /** Adds a condition; `condition` gets the placeholders of the values. Ignored if the first value is null. */
  where(condition: (...placeholders: string[]) => string, ...values: unknown[]): this {
    if (values.length === 0 || values[0] != null)
      this.conditions.push(condition(...values.map((value) => this.put(value))));
    return this;
  }

  /** Resolves with the number of rows. */
  async count(finder: Finder): Promise<number> {
    const text = `SELECT count(*)::int AS count FROM ${this.table} r WHERE ${this.conditions.join(' AND ')}`;
    return (await finder.rows<{ count: number }>(text, this.values))[0]!.count;
  }

  /** The ids of a page, in order, and what surrounds it. INVALID_INPUT for a bad size or cursor. */
  async page(finder: Finder, page: TwoWayPageArgs, ordering: Ordering): Promise<FoundPage> {
    const { size, isBackward } = bothWays(page);
    const bounds = [
      await this.bound(finder, { name: 'after', cursor: page.after, ordering }),
      await this.bound(finder, { name: 'before', cursor: page.before, ordering }),
    ].flatMap((bound) => bound ?? []);
    const values = [...this.values, ...bounds.flatMap((bound) => bound.values)];
    const { expression } = ordering;
    const direction = isBackward ? opposite(ordering.direction) : ordering.direction;
    const order = expression === 'r.id' ? `r.id ${direction}` : `${expression} ${direction}, r.id ${direction}`;
    let next = this.values.length;
    const numbered = bounds.map(({ condition, values: { length } }) => {
      const names = Array.from({ length }, () => `$${(next += 1)}`);
      return condition(names);
    });
    const conditions = [...this.conditions, ...numbered].join(' AND ');
    const text = `SELECT r.id FROM ${this.table} r WHERE ${conditions} ORDER BY ${order} LIMIT ${size + 1}`;
    const rows = await finder.rows<{ id: string }>(text, values);
    const ids = rows.slice(0, size).map(({ id }) => id);
    const more = rows.length > size;
    return isBackward
      ? { ids: ids.reverse(), hasPreviousPage: more, hasNextPage: page.before != null }
      : { ids, hasPreviousPage: page.after != null, hasNextPage: more };
  }

  private put(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  // What lies behind or before the row of a cursor, by the values that the row has now.
  private async bound(
    finder: Finder,
    { name, cursor, ordering }: { name: 'after' | 'before'; cursor: string | null | undefined; ordering: Ordering },
  ): Promise<{ condition: (names: string[]) => string; values: unknown[] } | undefined> {
    if (cursor == null) return undefined;
    const id = idOfCursor(cursor, name);
    const { expression, type, direction } = ordering;
    const sign = (direction === 'ASC') === (name === 'after') ? '>' : '<';
    if (expression === 'r.id') return { condition: ([at]) => `r.id ${sign} ${at}`, values: [id] };
    const key = `SELECT (${expression})::text AS key FROM ${this.table} r WHERE r.workspace_id = $1 AND r.id = $2`;
    const [row] = await finder.rows<{ key: string }>(key, [this.workspaceId, id]);
    if (!row) throw invalidInput([{ path: [name], message: 'The item of this cursor does not exist any more' }]);
    return {
      condition: ([at, last]) => `(${expression}, r.id) ${sign} (${at}::text::${type}, ${last}::uuid)`,
      values: [row.key, id],
    };
  }
}

/** The ids of one page. */
export interface FoundPage {
  ids: string[];
  hasPreviousPage: boolean;
  hasNextPage: boolean;
}

/** An empty page. */
export const NOTHING_FOUND: FoundPage = { ids: [], hasPreviousPage: false, hasNextPage: false };

/** Whether a list is only paged forward, newest first and without a filter. */
export const isPlain = ({
  filter,
  orderBy,
  last,
  before,
}: TwoWayPageArgs & { filter?: object | null; orderBy?: readonly object[] | null }) =>
  !filter && !orderBy?.length && last == null && before == null;

/** A page of rows that were read after they were found; rows deleted in between are left out. */
export function foundConnection<Row extends { id: string }>(found: FoundPage, rows: (Row | null)[]): Connection<Row> {
  const { hasPreviousPage, hasNextPage } = found;
  const edges = rows.flatMap((node) => (node ? [{ cursor: cursorOf(node.id), node }] : []));
  return { edges, pageInfo: pageInfoOf(edges, { hasNextPage, hasPreviousPage }) };
}

/** The ordering that a client asks for; newest first if none. INVALID_INPUT for more than one field. */
export function orderingOf<Field extends string>(
  asked: readonly { field: Field; direction?: 'ASC' | 'DESC' | null }[] | null | undefined,
  fields: Readonly<Record<Field, Pick<Ordering, 'expression' | 'type'>>>,
): Ordering {
  if (!asked || asked.length === 0) return NEWEST_FIRST;
  if (asked.length > 1) throw new DomainError('INVALID_INPUT', ONE_FIELD, [{ path: ['orderBy'], message: ONE_FIELD }]);
  const [{ field, direction }] = asked as [(typeof asked)[number]];
  return { ...fields[field], direction: direction ?? 'ASC' };
}

const ONE_FIELD = 'Order by one field; items with the same value are ordered by creation';

const opposite = (direction: Ordering['direction']) => (direction === 'ASC' ? 'DESC' : 'ASC');
