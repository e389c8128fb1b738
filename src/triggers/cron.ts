import { Cron } from 'croner';

const MINUTE_MS = 60_000;
const LONGEST = 200;

/** Moments given by five fields of cron, in a time zone: at most one a minute. */
export interface CronSchedule {
  cron: string;
  zone: string;
}

/** Why a text is no schedule of five fields; undefined if it is one. */
export function cronMistake(text: string): string | undefined {
  if (text.length > LONGEST || text.trim().split(/\s+/).length !== 5) return FIVE_FIELDS;
  try {
    return nextSlot({ cron: text, zone: 'UTC' }, new Date(0)) ? undefined : 'It never comes';
  } catch (error) {
    return `${(error as Error).message.replace(/^\w+: /, '')}. ${FIVE_FIELDS}`;
  }
}

const FIVE_FIELDS =
  'Expected five fields: minute, hour, day of the month, month, day of the week, such as "0 9 * * MON-FRI"';

/**
 * The first slot after a time; null if none comes. A time of day that daylight saving time skips comes an hour later; one that it
 * repeats comes once.
 */
export const nextSlot = ({ cron, zone }: CronSchedule, after: Date): Date | null =>
  new Cron(cron.trim(), { timezone: zone, mode: '5-part', paused: true }).nextRun(after);

/** The last slot that is not after `now`, beginning with `first`, which is one. */
export function lastSlot(schedule: CronSchedule, first: Date, now: Date): Date {
  let [slot, end] = [first, now.getTime()];
  // Halves the time in which the last slot is, however long ago the first one was.
  while (end - slot.getTime() >= MINUTE_MS) {
    const middle = Math.floor((slot.getTime() + end) / 2);
    const next = nextSlot(schedule, new Date(middle));
    if (next && next <= now) slot = next;
    else end = middle;
  }
  const next = nextSlot(schedule, slot);
  return next && next <= now ? next : slot;
}
