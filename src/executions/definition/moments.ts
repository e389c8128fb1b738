import { z } from 'zod';
import { parseDuration } from '../../kernel/duration.js';

/** The days of the week as they are written, Monday first. */
export const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A time of day, such as 09:00. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Expected a time such as 09:00');

const DAY_MS = 86_400_000;

/** The days, or milliseconds, of an offset such as "-1d" or "2h"; undefined for any other text. */
export function parseOffset(text: string): { days?: number; ms?: number } | undefined {
  const [, sign, length] = /^([+-]?)(\d{1,6}[smhd])$/.exec(text) ?? [];
  if (!length) return undefined;
  const ms = parseDuration(length)! * (sign === '-' ? -1 : 1);
  return length.endsWith('d') ? { days: ms / DAY_MS } : { ms };
}
