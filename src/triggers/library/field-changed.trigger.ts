import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { fieldChanged } from '../../crm/fields/fields.events.js';
import { orderFacts } from '../../crm/orders/orders.facts.js';
import { isPresent, sameValue } from '../../kernel/compare.js';
import { FactPaths } from '../../platform/facts/fact-paths.js';
import { changedField } from '../changed-field.js';
import { entityFact } from '../entity-fact.js';
import { defineTrigger } from '../trigger.js';

const name = z.string().meta({ title: 'Its path' });
const previous = z.unknown().meta({ title: 'Value before' });
const current = z.unknown().meta({ title: 'Value now' });

const fields = new FactPaths({ contact: contactFacts, order: orderFacts });
const typeOf = (field: string) => fields.typeOf(field.split('.'));

export const fieldChangedTrigger = defineTrigger({
  type: 'field.changed',
  title: 'A field of a contact or an order changes',
  description: 'A base or custom field has a new value; can be limited to one new value.',
  on: fieldChanged,
  config: z.strictObject({
    field: changedField.meta({ title: 'Field', description: 'Such as order.value or contact.customFields.size' }),
    to: z
      .union([z.string(), z.number(), z.boolean(), z.null()], {
        error: 'Expected a text, a number, true, false or null',
      })
      .optional()
      .meta({ title: 'New value', description: 'Any if omitted; null if the field was emptied' }),
  }),
  where: { field: ({ field }) => field },
  matches: ({ payload }, { field, to }) =>
    to === undefined || (to === null ? !isPresent(payload.current) : sameValue(payload.current, to, typeOf(field))),
  types: ({ field }) =>
    Object.fromEntries(['current', 'previous', 'field.current', 'field.previous'].map((path) => [path, typeOf(field)])),
  facts: {
    field: {
      title: 'Field',
      schema: z.object({ name, previous, current }),
      value: (payload) => ({ name: payload.field, previous: payload.previous, current: payload.current }),
    },
    previous: { title: 'Value before', schema: previous, value: (payload) => payload.previous },
    current: { title: 'Value now', schema: current, value: (payload) => payload.current },
    entity: entityFact,
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
    order: { facts: orderFacts, id: ({ orderId }) => orderId },
  },
});
