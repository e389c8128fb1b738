import type { ExecutionRow } from './live-executions.ts';
import { untilNextTelling } from './telling.ts';

/** The size of the cache; the least recently changed or shown executions are dropped first. */
const KEPT = 2_000;

/** The visible part of a list: the maximum number of rows, and whether more pages follow the loaded ones. */
export interface ListWindow {
  most: number;
  hasMore: boolean;
}

interface Told {
  row: ExecutionRow;
  takenAs: number;
}

/**
 * The current state of executions that changed while the console was open. Changes are collected and delivered at most ten
 * times a second, so that a burst causes a few renderings instead of thousands.
 */
export class LiveExecutions {
  /** In the order of their last use. */
  private readonly told = new Map<string, Told>();
  private readonly merged = new WeakMap<object, object>();
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private taken = 0;
  /** Increases with every delivery; components compare it. */
  version = 0;

  get size(): number {
    return this.told.size;
  }

  /** Records a change unless a newer one is known. Returns true if earlier changes were missed. */
  take(row: ExecutionRow): boolean {
    const known = this.told.get(row.id)?.row;
    if (known && known.seq >= row.seq) return false;
    this.use(row.id, { row, takenAs: ++this.taken });
    if (this.told.size > KEPT) this.told.delete(this.told.keys().next().value!);
    this.timer ??= setTimeout(() => this.tell(), untilNextTelling());
    return known !== undefined && row.seq > known.seq + 1;
  }

  /** Marks everything received so far; see forgetUntil. */
  mark(): number {
    return this.taken;
  }

  /** Forgets everything received up to the mark: after a lost connection it may be outdated, and later queries are newer. */
  forgetUntil(mark: number): void {
    for (const [id, { takenAs }] of this.told) if (takenAs <= mark) this.told.delete(id);
    this.tell();
  }

  /** The current state of an execution: the live or the queried one, whichever is newer. */
  now<Row extends { id: string; seq: number }>(read: Row): Row {
    const told = this.told.get(read.id);
    if (!told || told.row.seq <= read.seq) return read;
    this.use(read.id, told);
    const known = this.merged.get(read) as Row | undefined;
    if (known?.seq === told.row.seq) return known;
    const merged = { ...read, ...told.row };
    this.merged.set(read, merged);
    return merged;
  }

  /**
   * The current list, newest first: the queried rows, and matching live ones. A live row older than the last queried row belongs
   * to a page that is not loaded yet, if there is one.
   */
  list(
    read: readonly ExecutionRow[],
    fits: (row: ExecutionRow) => boolean,
    { most, hasMore }: ListWindow,
  ): ExecutionRow[] {
    const known = new Set(read.map(({ id }) => id));
    const oldest = hasMore ? (read.at(-1)?.id ?? '') : '';
    const told = [...this.told.values()].map(({ row }) => row);
    const added = told.filter((row) => row.id > oldest && !known.has(row.id) && fits(row));
    const now = read.map((row) => this.now(row)).filter(fits);
    if (added.length === 0) return now.slice(0, most);
    const shown = [...added, ...now].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, most);
    for (const { id } of shown) if (!known.has(id)) this.use(id, this.told.get(id)!);
    return shown;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private use(id: string, told: Told): void {
    this.told.delete(id);
    this.told.set(id, told);
  }

  private tell(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.version += 1;
    for (const listener of this.listeners) listener();
  }
}
