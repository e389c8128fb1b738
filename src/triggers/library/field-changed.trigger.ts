import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { fieldChanged } from '../../crm/fields/fields.events.js';
import { orderFacts } from '../../crm/orders/orders.facts.js';
import { sameValue } from '../../kernel/equality.js';
import { entityOf, entitySchema } from '../entity-fact.js';
import { defineTrigger } from '../trigger.js';

const FIELD = /^(order|contact)\.(customFields\.)?[A-Za-z_][A-Za-z0-9_]{0,63}$/;

export const fieldChangedTrigger = defineTrigger({
  type: 'field.changed',
  title: 'A field of a contact or an order changes',
  description: 'One base or custom field really changed; narrowed to the value it has now.',
  on: fieldChanged,
  config: z.strictObject({
    field: z.string().regex(FIELD, 'A field such as "order.value" or "contact.customFields.size"').describe('Field, such as order.value'),
    to: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional().describe('New value; any when empty'),
  }),
  matches: ({ payload }, { field, to }) => payload.field === field && (to === undefined || sameValue(payload.current ?? null, to)),
  facts: {
    field: { title: 'Field', schema: z.string(), value: ({ field }) => field },
    previous: { title: 'Value before', schema: z.unknown(), value: ({ previous }) => previous },
    current: { title: 'Value now', schema: z.unknown(), value: ({ current }) => current },
    entity: { title: 'What changed', schema: entitySchema, value: entityOf },
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
    order: { facts: orderFacts, id: ({ orderId }) => orderId },
  },
});
