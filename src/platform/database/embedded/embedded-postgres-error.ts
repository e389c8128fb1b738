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

/** Puts an unforeseen error, such as a full disk, in a sentence; an error that is already plain passes unchanged. */
export function inPlainWords(cause: unknown, folder: string): EmbeddedPostgresError {
  if (cause instanceof EmbeddedPostgresError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new EmbeddedPostgresError(
    `The embedded Postgres in ${folder} could not start (${message}): mend that and start again, or ${USE_YOUR_OWN}.`,
    { cause },
  );
}
