/** The days of the week as they are written, Monday first. */
export const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** The days, or milliseconds, of an offset such as "-1d" or "2h"; undefined for any other text. */
export function parseOffset(text: string): { days?: number; ms?: number } | undefined {
  const [, sign, digits, unit] = /^([+-]?)(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (!unit) return undefined;
  const count = Number(digits) * (sign === '-' ? -1 : 1);
  return unit === 'd' ? { days: count } : { ms: count * UNIT_MS[unit as keyof typeof UNIT_MS] };
}
