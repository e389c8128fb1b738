import DataLoader from 'dataloader';
import type { Reader } from '../database/reader.js';
import { turns } from '../query-limits/query-turns.js';

// The results of one statement are delivered in one turn of the loop.
const MAX_KEYS = 2_000;

/** Loads many values by key in one statement; returns one entry for each key, in the order of the keys. */
export type BatchLoad<Key, Value> = (reader: Reader, keys: readonly Key[]) => Promise<Value[]>;

/** The same for one page of a list for each key. */
export type BatchLoadPage<Key, Page, Value> = (reader: Reader, keys: readonly Key[], page: Page) => Promise<Value[]>;

/** The dataloaders of one request, created on demand; a batch function identifies its loader, together with the page. */
export class RequestLoaders {
  private readonly loaders = new Map<unknown, Map<string, DataLoader<unknown, unknown>>>();

  // A socket outlives its first answer, so its loaders batch but do not cache.
  constructor(
    private readonly reader: Reader,
    private readonly remember: boolean,
  ) {}

  /** One value by key, batched with all others requested in the same turn. */
  load<Key, Value>(batch: BatchLoad<Key, Value>, key: Key): Promise<Value> {
    return inTurn(this.loader(batch, '', (keys) => batch(this.reader, keys as Key[])).load(key)) as Promise<Value>;
  }

  /** One page of a list by key, batched with the same page of all other lists requested in the same turn. */
  loadPage<Key, Page, Value>(batch: BatchLoadPage<Key, Page, Value>, key: Key, page: Page): Promise<Value> {
    return inTurn(
      this.loader(batch, JSON.stringify(page), (keys) => batch(this.reader, keys as Key[], page)).load(key),
    ) as Promise<Value>;
  }

  private loader(
    batch: unknown,
    page: string,
    load: (keys: unknown[]) => Promise<unknown[]>,
  ): DataLoader<unknown, unknown> {
    const pages = this.loaders.get(batch) ?? new Map<string, DataLoader<unknown, unknown>>();
    this.loaders.set(batch, pages);
    let loader = pages.get(page);
    if (!loader)
      pages.set(
        page,
        (loader = new DataLoader(async (keys) => ofEach(keys, load), {
          cache: this.remember,
          maxBatchSize: MAX_KEYS,
          batchScheduleFn: afterItsLevel,
        })),
      );
    return loader;
  }
}

// A batch resolves all its callers at once, and there may be thousands.
const inTurn = async (loaded: Promise<unknown>): Promise<unknown> => {
  const value = await loaded;
  await turns.mine();
  return value;
};

// Work that waits for a turn of the loop may request more of the same kind: one statement serves all of it.
const afterItsLevel = (dispatch: () => void): void => {
  void Promise.resolve().then(() => process.nextTick(() => void turns.mine().then(dispatch)));
};

// Without a cache the same key may be requested twice in one turn: it is read once.
async function ofEach(keys: readonly unknown[], load: (keys: unknown[]) => Promise<unknown[]>): Promise<unknown[]> {
  const different = [...new Set(keys)];
  const values = await load(different);
  const byKey = new Map(different.map((key, index) => [key, values[index]]));
  return keys.map((key) => byKey.get(key));
}

/** Arranges rows in the order of the keys, null for missing ones. */
export function inOrder<Row, Key>(keys: readonly Key[], rows: Row[], keyOf: (row: Row) => Key): (Row | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** Groups rows in the order of the keys, with an empty list for missing ones. */
export function grouped<Row, Key>(keys: readonly Key[], rows: Row[], keyOf: (row: Row) => Key): Row[][] {
  const groups = new Map<Key, Row[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key)!);
}
