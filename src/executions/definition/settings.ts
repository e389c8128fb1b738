import { z } from 'zod';
import { parseDuration } from '../../kernel/duration.js';
import { timeZone } from '../../kernel/checks/checks.js';
import { LIMITS } from '../../kernel/limits.js';
import { awaitedShape } from './awaited-shape.js';
import { timeOfDay, WEEKDAYS } from './moments.js';

/** A duration such as "30s", "5m", "2h" or "1d", at most `most`. */
const duration = (most: string) =>
  z.string().refine((text) => {
    const ms = parseDuration(text);
    return ms !== undefined && ms > 0 && ms <= parseDuration(most)!;
  }, `Write a number and s, m, h or d, such as "2h"; at most ${most}`);

/** Executions of one subject: the contact, or else the order; or the other way round. */
const by = z.enum(['CONTACT', 'ORDER']).default('CONTACT').meta({ title: 'For each' });

const reentry = z.strictObject({
  mode: z.enum(['EVERY_EVENT', 'ONE_AT_A_TIME', 'RESTART', 'ONCE']).default('EVERY_EVENT').meta({
    title: 'Mode',
    description:
      'Every event starts one; none while another is unfinished; a new one ends the unfinished one; only one, ever',
  }),
  by,
  cooldown: duration('365d')
    .optional()
    .meta({ title: 'Cooldown', description: 'The shortest time between two starts, such as "7d"' }),
});

const stop = z.strictObject({
  ...awaitedShape,
  reason: z
    .string()
    .trim()
    .min(1, 'At least 1 character')
    .max(200, 'At most 200 characters')
    .optional()
    .meta({ title: 'Reason' }),
});

const window = z
  .strictObject({
    days: z
      .array(z.enum(WEEKDAYS))
      .min(1, 'At least one day')
      .max(7)
      .default([...WEEKDAYS])
      .meta({ title: 'Days' }),
    from: timeOfDay.meta({ title: 'From' }),
    to: timeOfDay.meta({ title: 'To', description: 'Not included; a time before the start means the next day' }),
  })
  .refine(({ from, to }) => from !== to, 'A window must not end when it begins');

const quietHours = z.strictObject({
  zone: z
    .union([z.literal(['CONTACT', 'WORKSPACE']), timeZone], 'Expected CONTACT, WORKSPACE, or a time zone')
    .default('CONTACT')
    .meta({ title: 'Time zone' }),
  windows: z.array(window).min(1, 'At least one window').max(14, 'At most 14 windows').meta({ title: 'Open' }),
  fallback: z.record(z.string(), z.json()).optional().meta({
    title: 'Template instead',
    description: 'Params of send_whatsapp_template, for a text or file that WhatsApp no longer takes',
  }),
});

const throttle = z.strictObject({
  limit: z.int().min(1).max(LIMITS.maxThrottle).meta({ title: 'Starts' }),
  per: duration('30d').meta({ title: 'Per' }),
  by: z.enum(['WORKSPACE', 'CONTACT', 'AUTOMATION']).default('AUTOMATION').meta({ title: 'Counted by' }),
  over: z.enum(['DELAY', 'DROP']).default('DELAY').meta({ title: 'Beyond the limit' }),
});

const debounce = z
  .strictObject({
    quiet: duration('1d').meta({ title: 'Quiet for' }),
    max: duration('7d').meta({ title: 'At most', description: 'How long the first event may wait' }),
  })
  .refine(({ quiet, max }) => parseDuration(quiet)! <= parseDuration(max)!, 'max must not be shorter than quiet');

/** How executions of an automation may begin, go on and speak; everything is optional. */
export const settingsSchema = z
  .strictObject({
    reentry: reentry.optional().meta({ title: 'Who may enter' }),
    stopWhen: z
      .array(stop)
      .min(1)
      .max(LIMITS.maxStops, `At most ${LIMITS.maxStops}`)
      .optional()
      .meta({ title: 'Ends when' }),
    onlyWhile: z.json().optional().meta({ title: 'Writes only while' }),
    quietHours: quietHours.optional().meta({ title: 'Writes only during' }),
    throttle: throttle.optional().meta({ title: 'How many' }),
    debounce: debounce.optional().meta({ title: 'Wait for quiet' }),
  })
  .refine(({ throttle, debounce }) => !throttle || !debounce, {
    error: 'Use either throttle or debounce',
    path: ['debounce'],
  });

/** The type of the action that `quietHours.fallback` has the params of. */
export const FALLBACK_TYPE = 'send_whatsapp_template';

/** The settings of an automation, checked. */
export type Settings = z.infer<typeof settingsSchema>;
export type QuietHours = NonNullable<Settings['quietHours']>;
