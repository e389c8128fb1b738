import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { orderDeleted } from '../../crm/orders/orders.events.js';
import { orderSnapshot } from '../../crm/orders/orders.facts.js';
import { reference } from '../../platform/facts/reference.js';
import { defineTrigger } from '../trigger.js';

export const orderDeletedTrigger = defineTrigger({
  type: 'order.deleted',
  title: 'An order is deleted',
  description: 'An order was deleted; can be limited to a pipeline or a stage.',
  on: orderDeleted,
  config: z.strictObject({
    pipelineId: reference('pipeline').optional().meta({ title: 'Pipeline', description: 'Any when empty' }),
    stageId: reference('stage', 'pipelineId').optional().meta({ title: 'Stage', description: 'Any when empty' }),
  }),
  where: { pipelineId: ({ pipelineId }) => pipelineId, stageId: ({ stageId }) => stageId },
  facts: {
    deletedOrder: { title: 'Deleted order', schema: orderSnapshot, value: ({ order }) => order },
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
  },
});
