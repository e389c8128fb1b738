import type { PageQuery } from './connection.js';

/** An append-only table that is shown in pages: newest first, in one workspace. */
export interface Log {
  table: string;
  /** Its select list for an alias. */
  columns: (alias: string) => string;
  /** The column with the kind of a row, which has few values; an index leads by workspace and kind to the newest rows. */
  kind: string;
  /** The column with the time of a row. */
  time: string;
}

/**
 * How to find a page without reading rows that are not shown: `narrowed` if an index covers the conditions; `of each kind`,
 * merged, if none does; or by several conditions with one index each, of which no row meets two.
 */
export type Way = 'narrowed' | 'of each kind' | { anyOf: string[] };

/** Ids come from the clocks of the processes that create them, which are assumed to differ from the database's clock by at most this. */
export const CLOCKS_AGREE_WITHIN_MS = 60 * 60_000;

/** Builds the statement of a page: a separate text for each combination of conditions, so that each gets its own plan. */
export class LogPage {
  readonly values: unknown[];
  readonly conditions = ['r.workspace_id = $1'];

  constructor(
    private readonly log: Log,
    workspaceId: string,
    private readonly page: PageQuery,
  ) {
    this.values = [workspaceId];
    this.where('r.id <', page.afterId);
  }

  /** Only rows `r` that meet the condition, to which the value's placeholder is appended; ignored without a value. */
  where(condition: string, value: unknown): this {
    if (value != null) this.conditions.push(`${condition} ${this.placeholder(value)}`);
    return this;
  }

  /** Only rows whose column has one of a few words; the word is written into the statement so that partial indexes apply. */
  whereWord<Word extends string>(column: string, word: Word | null | undefined, words: readonly Word[]): this {
    if (word != null) this.conditions.push(`${column} = '${words[words.indexOf(word)]!}'`);
    return this;
  }

  /** Only rows whose column has one of several words. */
  whereWords<Word extends string>(column: string, given: readonly Word[], words: readonly Word[]): this {
    this.conditions.push(
      `${column} IN (${words
        .filter((word) => given.includes(word))
        .map((word) => `'${word}'`)
        .join(', ')})`,
    );
    return this;
  }

  /** Only rows of a period. Ids increase with time, so the index scan begins and ends with the period. */
  during(from: Date | null | undefined, to: Date | null | undefined): this {
    const { time } = this.log;
    return this.where(`r.${time} >=`, from)
      .where('r.id >=', from && lowestIdAt(from.getTime() - CLOCKS_AGREE_WITHIN_MS))
      .where(`r.${time} <`, to)
      .where('r.id <', to && lowestIdAt(to.getTime() + CLOCKS_AGREE_WITHIN_MS));
  }

  /** The placeholder of a value. */
  placeholder(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  statement(way: Way): { text: string; values: unknown[] } {
    const limit = this.placeholder(this.page.limit);
    const newest = (...more: string[]) =>
      `(SELECT * FROM ${this.log.table} r WHERE ${[...this.conditions, ...more].join(' AND ')} ORDER BY r.id DESC LIMIT ${limit})`;
    return { text: `${this.found(way, newest)} r ORDER BY r.id DESC LIMIT ${limit}`, values: this.values };
  }

  private found(way: Way, newest: (...more: string[]) => string): string {
    const select = `SELECT ${this.log.columns('r')} FROM`;
    if (way === 'narrowed') return `${select} ${newest()}`;
    if (way === 'of each kind')
      return `${kindsOf(this.log)} ${select} kinds CROSS JOIN LATERAL ${newest(`r.${this.log.kind} = kinds.kind`)}`;
    return `${select} (${way.anyOf.map((condition) => newest(condition)).join(' UNION ALL ')})`;
  }
}

/** The kinds of a workspace's rows, as `kinds`: a loose index scan; the last step finds null. */
export const kindsOf = ({ kind, table }: Pick<Log, 'kind' | 'table'>) => `
  WITH RECURSIVE step AS (
    (SELECT ${kind} AS kind FROM ${table} WHERE workspace_id = $1 ORDER BY ${kind} LIMIT 1)
    UNION ALL
    SELECT (SELECT k.${kind} FROM ${table} k WHERE k.workspace_id = $1 AND k.${kind} > step.kind ORDER BY k.${kind} LIMIT 1)
    FROM step WHERE step.kind IS NOT NULL
  ), kinds AS (SELECT kind FROM step WHERE kind IS NOT NULL)`;

/** The lowest UUIDv7 of a millisecond; supports the years 1970 to 10889. */
export function lowestIdAt(ms: number): string {
  const hex = Math.min(Math.max(0, ms), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}

/** When an id was made, in milliseconds by its process's clock. */
export const timeOfId = (id: string): number => parseInt(id.replaceAll('-', '').slice(0, 12), 16);
