import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { orderFacts } from '../../crm/orders/orders.facts.js';
import { datesOfSlots } from '../dates-of-slots.js';
import { dateReached } from '../events/date-reached.events.js';
import { scheduleFact, timerConfig } from '../timer.js';
import { defineTrigger } from '../trigger.js';

const FURTHEST = 366;

const FIELD = /^(contact|order)\.(createdAt|customFields\.[A-Za-z_][A-Za-z0-9_]{0,63})$/;
const isOfOrder = (field: string) => field.startsWith('order.');
const customFieldIn = (field: string) => field.split('.')[2] ?? null;

export const dateReachedTrigger = defineTrigger({
  type: 'date.reached',
  title: 'A date comes',
  description:
    'Starts for each contact or order on the day of one of its dates, such as a birthday, or some days before or after it.',
  on: dateReached,
  addressee: 'automationId',
  config: z.strictObject({
    field: z
      .string({ error: 'Required' })
      .regex(FIELD, 'Expected createdAt or a custom field of contact or order, such as contact.customFields.birthday')
      .meta({
        title: 'Date',
        description:
          'contact.customFields.birthday, order.customFields.eventDate, order.createdAt; written as 2026-01-31',
      }),
    days: z
      .int({ error: 'Expected a whole number' })
      .min(-FURTHEST, `At least -${FURTHEST}`)
      .max(FURTHEST, `At most ${FURTHEST}`)
      .default(0)
      .meta({ title: 'Days after', description: 'Negative: days before; 0: on the day' }),
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Expected a time such as 09:00')
      .default('09:00')
      .meta({ title: 'Time of day', description: 'Such as 09:00' }),
    yearly: z
      .boolean()
      .default(false)
      .meta({ title: 'Every year', description: 'Also on the anniversaries of the date, such as birthdays' }),
    ...timerConfig,
  }),
  timer: {
    schedule: ({ time, zone, missed }) => {
      const [hour, minute] = time.split(':').map(Number);
      return { cron: `${minute} ${hour} * * *`, zone, missed };
    },
    over: ({ field }) => (isOfOrder(field) ? 'orders' : 'contacts'),
    date: ({ field, days, zone, yearly }, slots) => ({
      ...{ customField: customFieldIn(field), zone, yearly },
      days: datesOfSlots(slots, { days, zone, yearly }),
    }),
    event: dateReached,
  },
  brings: ({ field }) => (isOfOrder(field) ? ['contact', 'order'] : ['contact']),
  facts: {
    schedule: scheduleFact,
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
    order: { facts: orderFacts, id: ({ orderId }) => orderId },
  },
});
