import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { orderCreated } from '../../crm/orders/orders.events.js';
import { orderFacts } from '../../crm/orders/orders.facts.js';
import { pipelineSchema, stageSchema } from '../../crm/pipelines/pipelines.facts.js';
import { reference } from '../../platform/facts/reference.js';
import { defineTrigger } from '../trigger.js';

export const orderCreatedTrigger = defineTrigger({
  type: 'order.created',
  title: 'An order is created',
  description: 'An order was created or duplicated; can be limited to a pipeline or a stage.',
  on: orderCreated,
  config: z.strictObject({
    pipelineId: reference('pipeline').optional().meta({ title: 'Pipeline', description: 'Any when empty' }),
    stageId: reference('stage', 'pipelineId').optional().meta({ title: 'Stage', description: 'Any when empty' }),
  }),
  where: { pipelineId: ({ pipelineId }) => pipelineId, stageId: ({ stageId }) => stageId },
  facts: {
    order: { facts: orderFacts, id: ({ orderId }) => orderId, snapshot: ({ order }) => order },
    stage: { title: 'Stage', schema: stageSchema, value: ({ stage }) => stage },
    pipeline: { title: 'Pipeline', schema: pipelineSchema, value: ({ pipeline }) => pipeline },
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
  },
});
