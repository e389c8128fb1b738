import { DateTime } from 'luxon';
import { z } from 'zod';
import { PermanentActionError } from '../../actions/action.errors.js';
import { timeZone } from '../../kernel/checks/checks.js';
import { LIMITS } from '../../kernel/limits.js';
import type { ControlStep } from './control-step.js';
import { parseOffset, timeOfDay, WEEKDAYS, type Weekday } from '../definition/moments.js';

const zone = timeZone.default('UTC').meta({ title: 'Time zone' });

const params = z
  .strictObject({
    at: z
      .string()
      .max(200, 'At most 200 characters')
      .optional()
      .meta({ title: 'At', description: 'A date or a date and time' }),
    offset: z
      .string()
      .refine((text) => parseOffset(text) !== undefined, 'Write a number and s, m, h or d, such as "-1d" or "2h"')
      .optional()
      .meta({ title: 'Offset', description: 'Before (-1d) or after (2h) that date' }),
    time: timeOfDay.optional().meta({ title: 'Time of day' }),
    days: z.array(z.enum(WEEKDAYS)).min(1, 'At least one day').max(7).optional().meta({ title: 'Days of the week' }),
    zone,
  })
  .check(({ value, issues }) => {
    const wrong = mistake(value);
    if (wrong) issues.push({ code: 'custom', input: value, path: [], message: wrong, params: { certain: true } });
  });

type Params = z.infer<typeof params>;

/** Waits for a moment: a date, with an offset, or the next time of day, on some days of the week. */
export const waitUntil: ControlStep = {
  type: 'wait_until',
  title: 'Wait until',
  description: 'Waits for a date, or for the next time of day; a moment in the past passes immediately.',
  params,
  rendered: ['at'],
  output: () =>
    z.object({
      until: z.iso.datetime().meta({ title: 'Until' }),
      waited: z.boolean().meta({ title: 'Whether it waited' }),
    }),
  compile: () => ({
    paths: [],
    decide: async ({ params: given, step, now }) => {
      const current = await now();
      const before = (step?.input as { until?: string } | null)?.until;
      // Decided once: a date that changes meanwhile does not move a wait that has begun.
      const until = before ? new Date(before) : momentOf(given as Params, current);
      const isOver = until.getTime() <= current.getTime();
      if (isOver) return { status: 'succeeded', output: { until: until.toISOString(), waited: Boolean(before) } };
      const input = { ...given, until: until.toISOString() };
      return { status: 'sleeping', inMs: until.getTime() - current.getTime(), input, output: null };
    },
  }),
};

function mistake({ at, offset, time, days }: Partial<Params>): string | null {
  if ((at === undefined) === (time === undefined)) return 'Give either at, a date, or time, a time of day';
  if (at === undefined && offset !== undefined) return 'An offset is only for at';
  return time === undefined && days !== undefined ? 'Days are only for time' : null;
}

function momentOf(given: Params, now: Date): Date {
  const moment = given.time === undefined ? dateOf(given) : nextTime({ ...given, time: given.time }, now);
  if (moment.getTime() - now.getTime() > LIMITS.maxWaitUntilMs)
    throw new PermanentActionError('TOO_FAR', `A wait may end at most ${LIMITS.maxWaitUntil} from now`);
  return moment;
}

function dateOf({ at = '', offset, zone: name }: Params): Date {
  const date = DateTime.fromISO(at.trim(), { zone: name });
  if (!date.isValid)
    throw new PermanentActionError('NO_DATE', `"${at.slice(0, 100)}" is not a date such as 2026-01-31`);
  const { days = 0, ms = 0 } = offset === undefined ? {} : parseOffset(offset)!;
  // A day before is the same time of day, also across a change of daylight saving time.
  return date.plus({ days, milliseconds: ms }).toJSDate();
}

function nextTime({ time, days = WEEKDAYS.slice(), zone: name }: Params & { time: string }, now: Date): Date {
  const [hour, minute] = time.split(':').map(Number);
  const today = DateTime.fromJSDate(now, { zone: name });
  for (let ahead = 0; ; ahead += 1) {
    const day = today.plus({ days: ahead }).set({ hour, minute, second: 0, millisecond: 0 });
    if (day.toMillis() > now.getTime() && days.includes(WEEKDAYS[day.weekday - 1] as Weekday)) return day.toJSDate();
  }
}
