import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { DateFilter } from '../crm/fields/members.js';
import { uuid } from '../kernel/ids.js';
import type { NewEvent } from '../platform/events/define-event.js';
import type { CronSchedule } from './cron.js';

/** What happens to a slot in whose time no process ran: the last such slot is run late, or skipped. */
const MISSED = ['run_once', 'skip'] as const;
export type Missed = (typeof MISSED)[number];

/** What a slot begins executions for. */
type Over = 'nothing' | 'contacts' | 'orders';

/** The slot of an event, and what the event is about. */
export type SlotEvent = z.infer<typeof slotEvent>;

/** How a trigger begins by the clock: in slots, each of which begins an automation once. */
export interface Timer<Config> {
  schedule: (config: Config) => CronSchedule & { missed: Missed };
  over: (config: Config) => Over;
  /** Only contacts or orders with a date on these days; `since` is the first slot that was missed, or the slot itself. */
  date?: (config: Config, slots: { since: Date; slot: Date }) => DateFilter;
  event: (begun: SlotEvent) => NewEvent;
}

/** The payload of an event that a slot publishes. */
export const slotEvent = z.object({
  automationId: uuid,
  slot: z.string(),
  contactId: uuid.nullable(),
  orderId: uuid.nullable(),
});

/** What such an event is about. */
export const slotSubject = ({ automationId, contactId, orderId }: SlotEvent) => ({
  entityId: orderId ?? contactId ?? automationId,
  contactId,
  orderId,
});

/** The fact with the slot. */
export const scheduleFact = {
  title: 'Schedule',
  schema: z.object({ at: z.string().meta({ title: 'When it was due', factType: 'date' }) }),
  value: ({ slot }: SlotEvent) => ({ at: slot }),
};

/** The config of every timer. */
export const timerConfig = {
  zone: z
    .string()
    .max(100, 'At most 100 characters')
    .refine((name) => IANAZone.isValidZone(name), 'Expected a time zone such as America/Bogota')
    .default('UTC')
    .meta({ title: 'Time zone', description: 'Such as America/Bogota; UTC when empty' }),
  missed: z
    .enum(MISSED, { error: `One of ${MISSED.join(', ')}` })
    .default('run_once')
    .meta({ title: 'If missed', description: 'run_once: the last missed time is run late; skip: it is not run' }),
};
