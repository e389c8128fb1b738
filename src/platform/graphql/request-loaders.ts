import DataLoader from 'dataloader';
import type { Reader } from '../database/reader.js';

/** Loads many by key in one statement; the answer has one entry for each key, in the keys' order. */
export type BatchLoad<Key, Value> = (reader: Reader, keys: readonly Key[]) => Promise<Value[]>;

/** The dataloaders of one request, made as they are named; a batch function is its own name. */
export class RequestLoaders {
  private readonly loaders = new Map<unknown, DataLoader<unknown, unknown>>();

  // A socket outlives its first answer, so there only the batching is kept, not the answers.
  constructor(
    private readonly reader: Reader,
    private readonly remember: boolean,
  ) {}

  /** One value by key, batched with all others asked for in the same turn. */
  load<Key, Value>(batch: BatchLoad<Key, Value>, key: Key): Promise<Value> {
    let loader = this.loaders.get(batch);
    if (!loader) {
      loader = new DataLoader((keys: readonly unknown[]) => batch(this.reader, keys as Key[]), { cache: this.remember });
      this.loaders.set(batch, loader);
    }
    return loader.load(key) as Promise<Value>;
  }
}

/** Puts rows read for many keys into the keys' order, null where there is none. */
export function inOrder<Row, Key>(keys: readonly Key[], rows: Row[], keyOf: (row: Row) => Key): (Row | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** Groups rows read for many keys, in the keys' order, an empty list where there is none. */
export function grouped<Row, Key>(keys: readonly Key[], rows: Row[], keyOf: (row: Row) => Key): Row[][] {
  const groups = new Map<Key, Row[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key)!);
}
