import type { IncomingHttpHeaders } from 'node:http';

const LONGEST_MS = 3_600_000;

/** The delay requested by `Retry-After`, in seconds or as a date, at most an hour; undefined if missing or unreadable. */
export function retryAfterMs(headers: IncomingHttpHeaders, now = Date.now()): number | undefined {
  const asked = headers['retry-after']?.trim();
  if (!asked) return undefined;
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1_000 : Date.parse(asked) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_MS);
}
