/** A failure of the embedded Postgres, with a message of one sentence that says how to fix it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** The fix that works on every system. */
export const USE_YOUR_OWN = 'set DATABASE_URL to a Postgres 15 or later';

/** The last lines of a log, for the end of a sentence. */
export function lastLines(log: string, count = 5): string {
  return log
    .trim()
    .split('\n')
    .slice(-count)
    .map((line) => line.trim())
    .join(' | ');
}

/** Wraps an unexpected error, such as a full disk, in a sentence; an EmbeddedPostgresError is returned unchanged. */
export function inPlainWords(cause: unknown, folder: string): EmbeddedPostgresError {
  if (cause instanceof EmbeddedPostgresError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new EmbeddedPostgresError(
    `The embedded Postgres in ${folder} could not start (${message}): fix this and start again, or ${USE_YOUR_OWN}.`,
    { cause },
  );
}
