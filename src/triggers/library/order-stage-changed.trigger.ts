import { z } from 'zod';
import { contactFacts } from '../../crm/contacts/contacts.facts.js';
import { orderStageChanged } from '../../crm/orders/orders.events.js';
import { orderFacts } from '../../crm/orders/orders.facts.js';
import { pipelineSchema, stageSchema } from '../../crm/pipelines/pipelines.facts.js';
import { reference } from '../../platform/facts/reference.js';
import { defineTrigger } from '../trigger.js';

export const orderStageChangedTrigger = defineTrigger({
  type: 'order.stage_changed',
  title: 'An order moves to another stage',
  description: 'An order moved to another stage; can be limited to a pipeline, a target stage, or the previous stage.',
  on: orderStageChanged,
  config: z.strictObject({
    pipelineId: reference('pipeline').optional().meta({ title: 'Pipeline', description: 'Any when empty' }),
    stageId: reference('stage', 'pipelineId').optional().meta({ title: 'Target stage', description: 'Any when empty' }),
    fromStageId: reference('stage').optional().meta({ title: 'Stage it comes from', description: 'Any when empty' }),
  }),
  where: {
    pipelineId: ({ pipelineId }) => pipelineId,
    stageId: ({ toStageId }) => toStageId,
    fromStageId: ({ fromStageId }) => fromStageId,
  },
  facts: {
    order: { facts: orderFacts, id: ({ orderId }) => orderId, snapshot: ({ order }) => order },
    fromStage: { title: 'Stage it came from', schema: stageSchema, value: ({ fromStage }) => fromStage },
    toStage: { title: 'Stage it moved to', schema: stageSchema, value: ({ toStage }) => toStage },
    pipeline: { title: 'Pipeline', schema: pipelineSchema, value: ({ pipeline }) => pipeline },
    contact: { facts: contactFacts, id: ({ contactId }) => contactId },
  },
});
