import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.js';
import { pipelineSchema, stageSchema } from '../pipelines/pipelines.facts.js';
import { orderSnapshot } from './orders.facts.js';

const subject = ({ orderId, contactId }: { orderId: string; contactId: string | null }) => ({ entityId: orderId, orderId, contactId });

/** An order was created, duplicated ones included. */
export const orderCreated = defineEvent({
  type: 'order.created',
  payload: z.object({
    orderId: z.uuid(),
    contactId: z.uuid().nullable(),
    pipelineId: z.uuid(),
    stageId: z.uuid(),
    order: orderSnapshot,
    stage: stageSchema,
    pipeline: pipelineSchema,
  }),
  subject,
});

/** An order stands at another stage now; the pipeline is the one it is in after the move. */
export const orderStageChanged = defineEvent({
  type: 'order.stage_changed',
  payload: z.object({
    orderId: z.uuid(),
    contactId: z.uuid().nullable(),
    pipelineId: z.uuid(),
    fromStageId: z.uuid(),
    toStageId: z.uuid(),
    order: orderSnapshot,
    fromStage: stageSchema,
    toStage: stageSchema,
    pipeline: pipelineSchema,
  }),
  subject,
});
