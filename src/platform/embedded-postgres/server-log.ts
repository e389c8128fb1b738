import { fstatSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { giveTo } from './account.js';
import type { Place } from './place.js';

const LARGE_BYTES = 10_000_000;

/** The log file of Postgres, readable from the beginning of this start. */
export interface ServerLog {
  file: string;
  descriptor: number;
  /** What was written since it was opened. */
  read(): string;
}

/** Opens the log of a place; a large log is first renamed, and one old log is kept. */
export function openLog({ folder, account }: Place): ServerLog {
  const file = join(folder, 'postgres.log');
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGE_BYTES) renameSync(file, `${file}.old`);

  const descriptor = openSync(file, 'a', 0o600);
  giveTo(account, file);
  const start = fstatSync(descriptor).size;
  return { file, descriptor, read: () => readFileSync(file).subarray(start).toString() };
}
