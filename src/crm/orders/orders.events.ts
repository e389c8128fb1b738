import { z } from 'zod';
import { uuid } from '../../kernel/ids.js';
import { defineEvent } from '../../platform/events/define-event.js';
import { pipelineSchema, stageSchema } from '../pipelines/pipelines.facts.js';
import { orderSnapshot } from './orders.facts.js';

const subject = ({ orderId, contactId }: { orderId: string; contactId: string | null }) => ({
  entityId: orderId,
  orderId,
  contactId,
});

/** An order was created or duplicated. */
export const orderCreated = defineEvent({
  type: 'order.created',
  payload: z.object({
    orderId: uuid,
    contactId: uuid.nullable(),
    pipelineId: uuid,
    stageId: uuid,
    order: orderSnapshot,
    stage: stageSchema,
    pipeline: pipelineSchema,
  }),
  subject,
});

/** An order was deleted, with its items and tasks. The event refers to no order, because there is none any more. */
export const orderDeleted = defineEvent({
  type: 'order.deleted',
  payload: z.object({
    orderId: uuid,
    contactId: uuid.nullable(),
    pipelineId: uuid,
    stageId: uuid,
    order: orderSnapshot,
    /** How many tasks were deleted with it. */
    tasks: z.number(),
  }),
  subject: ({ orderId, contactId }) => ({ entityId: orderId, contactId }),
});

const itemsTotal = z.object({
  count: z.number(),
  /** The sum of quantities times unit prices. */
  total: z.string(),
});

/** The items of an order were replaced. */
export const orderItemsChanged = defineEvent({
  type: 'order.items_changed',
  payload: z.object({
    orderId: uuid,
    contactId: uuid.nullable(),
    order: orderSnapshot,
    items: itemsTotal,
    previous: itemsTotal,
  }),
  subject,
});

/** An order moved to another stage; the pipeline is the one after the move. */
export const orderStageChanged = defineEvent({
  type: 'order.stage_changed',
  payload: z.object({
    orderId: uuid,
    contactId: uuid.nullable(),
    pipelineId: uuid,
    fromStageId: uuid,
    toStageId: uuid,
    order: orderSnapshot,
    fromStage: stageSchema,
    toStage: stageSchema,
    pipeline: pipelineSchema,
  }),
  subject,
});
