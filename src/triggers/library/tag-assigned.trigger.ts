import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { orderFacts } from '../../crm/orders/orders.facts.js';
import { tagAssigned } from '../../crm/tags/tags.events.js';
import { tagFacts } from '../../crm/tags/tags.facts.js';
import { reference } from '../../platform/facts/reference.js';
import { entityFact, entityTypeConfig } from '../entity-fact.js';
import { defineTrigger } from '../trigger.js';

export const tagAssignedTrigger = defineTrigger({
  type: 'tag.assigned',
  title: 'A contact or an order gets a tag',
  description: 'A contact or an order got a tag; can be limited to one tag, or to contacts or orders.',
  on: tagAssigned,
  config: z.strictObject({
    tagId: reference('tag').optional().meta({ title: 'Tag', description: 'Any when empty' }),
    entityType: entityTypeConfig,
  }),
  where: { tagId: ({ tagId }) => tagId, entityType: ({ entityType }) => entityType },
  facts: {
    tag: { facts: tagFacts, id: ({ tagId }) => tagId, snapshot: ({ tag }) => tag },
    entity: entityFact,
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
    order: { facts: orderFacts, id: ({ orderId }) => orderId },
  },
});
