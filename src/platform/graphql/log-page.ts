import type { PageQuery } from './connection.js';

/** A table of what happened, of which pages are shown: newest first, in one workspace. */
export interface Log {
  table: string;
  /** Its columns as they are selected of an alias. */
  columns: (alias: string) => string;
  /** The column that sorts its rows into a few kinds; an index leads by workspace and kind to the newest. */
  kind: string;
  /** The column that says when. */
  time: string;
}

/**
 * How to find a page without reading what is not shown: narrowed, where an index leads to what the conditions leave; of
 * each kind, and merged, where none does; or by several conditions with an index each, of which no row meets two.
 */
export type Way = 'narrowed' | 'of each kind' | { anyOf: string[] };

/** Ids come from the clocks of those who made them, which are taken to agree with the database's to within this. */
const CLOCKS_AGREE_WITHIN_MS = 60 * 60_000;

/** The statement of a page: a text for each combination of conditions, so that each gets a plan of its own. */
export class LogPage {
  private readonly values: unknown[];
  private readonly conditions = ['r.workspace_id = $1'];

  constructor(
    private readonly log: Log,
    workspaceId: string,
    private readonly page: PageQuery,
  ) {
    this.values = [workspaceId];
    this.where('r.id <', page.afterId);
  }

  /** Only rows `r` that meet the condition, which ends before its value; without a value it does not narrow. */
  where(condition: string, value: unknown): this {
    if (value != null) this.conditions.push(`${condition} ${this.placeholder(value)}`);
    return this;
  }

  /** Only rows whose column is one of a few words, written out so that any plan may use an index over some of them. */
  whereWord<Word extends string>(column: string, word: Word | null | undefined, words: readonly Word[]): this {
    if (word != null) this.conditions.push(`${column} = '${words[words.indexOf(word)]!}'`);
    return this;
  }

  /** Only rows from and until a time. Ids rise with time, so that a walk along them begins and ends where the time does. */
  during(from: Date | null | undefined, to: Date | null | undefined): this {
    const { time } = this.log;
    return this.where(`r.${time} >=`, from)
      .where('r.id >=', from && lowestIdAt(from.getTime() - CLOCKS_AGREE_WITHIN_MS))
      .where(`r.${time} <`, to)
      .where('r.id <', to && lowestIdAt(to.getTime() + CLOCKS_AGREE_WITHIN_MS));
  }

  /** A value's place in the text. */
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
    if (way === 'of each kind') return `${kindsOf(this.log)} ${select} kinds CROSS JOIN LATERAL ${newest(`r.${this.log.kind} = kinds.kind`)}`;
    return `${select} (${way.anyOf.map((condition) => newest(condition)).join(' UNION ALL ')})`;
  }
}

// Steps along the index from one kind to the next; the last step finds null.
const kindsOf = ({ kind, table }: Log) => `
  WITH RECURSIVE step AS (
    (SELECT ${kind} AS kind FROM ${table} WHERE workspace_id = $1 ORDER BY ${kind} LIMIT 1)
    UNION ALL
    SELECT (SELECT k.${kind} FROM ${table} k WHERE k.workspace_id = $1 AND k.${kind} > step.kind ORDER BY k.${kind} LIMIT 1)
    FROM step WHERE step.kind IS NOT NULL
  ), kinds AS (SELECT kind FROM step WHERE kind IS NOT NULL)`;

// An id has room for the times from 1970 to 10889.
function lowestIdAt(ms: number): string {
  const hex = Math.min(Math.max(0, ms), 2 ** 48 - 1).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}
