import { DateTime } from 'luxon';

/**
 * The dates from which the days of the slots are counted, such as 2026-01-31: `days` before each day from the first slot to the
 * last. In a year without February 29, a yearly date on that day counts as February 28.
 */
export function datesOfSlots(
  { since, slot }: { since: Date; slot: Date },
  { days, zone, yearly }: { days: number; zone: string; yearly: boolean },
): string[] {
  const last = DateTime.fromJSDate(slot, { zone }).startOf('day');
  const dates: DateTime[] = [];
  for (let day = DateTime.fromJSDate(since, { zone }).startOf('day'); day <= last; day = day.plus({ days: 1 }))
    dates.push(day.minus({ days }));
  return dates.flatMap((date) => [
    date.toFormat('yyyy-MM-dd'),
    ...(yearly && date.month === 2 && date.day === 28 && !date.isInLeapYear ? [date.toFormat("yyyy-'02-29'")] : []),
  ]);
}
