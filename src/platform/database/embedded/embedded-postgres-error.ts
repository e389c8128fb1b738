/** A failure of the embedded Postgres, told in one plain sentence that says the mend. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** The way out that works on every system. */
export const USE_YOUR_OWN = 'set DATABASE_URL to a Postgres 15 or later';

/** The last words of a log, fit for the end of a sentence. */
export function lastLines(log: string, count = 5): string {
  return log.trim().split('\n').slice(-count).map((line) => line.trim()).join(' | ');
}

const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);

/** Tells a file system's refusal in plain words; an error that is already plain passes unchanged. */
export function inPlainWords(error: unknown, folder: string): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code && UNWRITABLE.has(code)) {
    return new EmbeddedPostgresError(
      `The embedded Postgres cannot write to ${folder} (${message}): make it a folder this user can write to, or ${USE_YOUR_OWN}.`,
      { cause: error },
    );
  }
  return new EmbeddedPostgresError(
    `The embedded Postgres in ${folder} could not start (${message}): mend that and start again, or ${USE_YOUR_OWN}.`,
    { cause: error },
  );
}
