import { randomFillSync } from 'node:crypto';
import { v7, validate } from 'uuid';
import { z } from 'zod';

// Random bytes are fetched for many ids at a time: fetching them for each id would dominate its cost.
const ID_BYTES = 16;
const pool = new Uint8Array(256 * ID_BYTES);
let used = pool.length;
let msecs = 0;
let seq = 0;

/** A new UUIDv7: sorts by creation time; ids of one process sort even within a millisecond. */
export function newId(): string {
  const random = freshRandom();
  const now = Date.now();
  if (now > msecs) [msecs, seq] = [now, new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1];
  else if ((seq = (seq + 1) | 0) === 0) msecs += 1;
  return v7({ msecs, seq, random });
}

/** The id in lower case, as it is stored; undefined unless it is a UUID. All external ids pass through this or `uuid`. */
export const toId = (value: unknown): string | undefined =>
  typeof value === 'string' && validate(value) ? value.toLowerCase() : undefined;

/** True for a UUID in lower case; internal code uses no other spelling. */
export const isId = (value: unknown): value is string => typeof value === 'string' && toId(value) === value;

/** An id within a larger input: accepts any spelling of a UUID and returns lower case. */
export const uuid = z.uuid().toLowerCase();

function freshRandom(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool.subarray(used, (used += ID_BYTES));
}
