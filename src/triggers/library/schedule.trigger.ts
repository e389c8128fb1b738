import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { orderFacts } from '../../crm/orders/orders.facts.js';
import { cronMistake } from '../cron.js';
import { scheduleDue } from '../events/schedule-due.events.js';
import { scheduleFact, timerConfig } from '../timer.js';
import { defineTrigger } from '../trigger.js';

export const scheduleTrigger = defineTrigger({
  type: 'schedule',
  title: 'A time comes',
  description:
    'Starts at the times of a schedule: once, or once for each contact or order for which the conditions are true then.',
  on: scheduleDue,
  addressee: 'automationId',
  config: z.strictObject({
    cron: z
      .string({ error: 'Required' })
      .superRefine((text, context) => {
        const message = cronMistake(text);
        if (message) context.addIssue({ code: 'custom', message });
      })
      .meta({
        title: 'Schedule',
        description: 'Minute, hour, day of the month, month, day of the week, such as 0 9 * * MON-FRI',
      }),
    ...timerConfig,
    over: z
      .enum(['nothing', 'contacts', 'orders'], { error: 'One of nothing, contacts, orders' })
      .default('nothing')
      .meta({
        title: 'For each of',
        description: 'nothing: one execution; contacts or orders: one for each that the conditions allow',
      }),
  }),
  timer: {
    schedule: ({ cron, zone, missed }) => ({ cron, zone, missed }),
    over: ({ over }) => over,
    event: scheduleDue,
  },
  brings: ({ over }) => (over === 'orders' ? ['contact', 'order'] : over === 'contacts' ? ['contact'] : []),
  facts: {
    schedule: scheduleFact,
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
    order: { facts: orderFacts, id: ({ orderId }) => orderId },
  },
});
