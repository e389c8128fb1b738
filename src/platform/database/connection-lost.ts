const CODES = /^(08...|57P0[1-3]|25P03|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/;
const WORDS =
  /connection terminated|connection error|not queryable|query read timeout|timeout exceeded when trying to connect/i;

/** Whether a statement failed because the database was unavailable, not because of its content. */
export function isConnectionLost(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (typeof code === 'string' && CODES.test(code)) || (typeof message === 'string' && WORDS.test(message));
}
