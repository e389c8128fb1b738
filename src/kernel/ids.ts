import { randomFillSync } from 'node:crypto';
import { v7, validate } from 'uuid';

// Fetched many ids at a time: asked for one by one, random bytes are most of what an id costs.
const ID_BYTES = 16;
const pool = new Uint8Array(256 * ID_BYTES);
let used = pool.length;
let msecs = 0;
let seq = 0;

/** A new UUIDv7: sorts by the time it was made, those of one process even within a millisecond. */
export function newId(): string {
  const random = freshRandom();
  const now = Date.now();
  if (now > msecs) [msecs, seq] = [now, new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1];
  else if ((seq = (seq + 1) | 0) === 0) msecs += 1;
  return v7({ msecs, seq, random });
}

/** True for any UUID. */
export const isId = (value: unknown): value is string => typeof value === 'string' && validate(value);

function freshRandom(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool.subarray(used, (used += ID_BYTES));
}
