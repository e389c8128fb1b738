import { z } from 'zod';
import { OrdersService } from '../../crm/orders/orders.service.js';
import { uuid } from '../../kernel/ids.js';
import { reference } from '../../platform/facts/reference.js';
import { Action, type InternalAction, type InternalContext } from '../action.js';
import { orderOf } from '../subject.js';

const params = z.strictObject({
  pipelineId: reference('pipeline').optional().meta({ title: 'Pipeline', description: "The order's own when empty" }),
  stageId: reference('stage', 'pipelineId')
    .optional()
    .meta({ title: 'Stage', description: "The order's own when empty; in another pipeline its first" }),
  copyContact: z.boolean().default(true).meta({ title: 'Copy the contact' }),
  copyItems: z.boolean().default(true).meta({ title: 'Copy items' }),
  copyValue: z.boolean().default(true).meta({ title: 'Copy the value' }),
  copyTags: z.boolean().default(true).meta({ title: 'Copy tags' }),
});

const output = z.object({ orderId: uuid, sourceOrderId: uuid, pipelineId: uuid, stageId: uuid });

@Action({
  type: 'duplicate_order',
  title: 'Duplicate the order',
  description: "Copies the event's order; the copy refers to the original.",
  effect: 'internal',
  needs: 'order',
  params,
  output,
})
export class DuplicateOrderAction implements InternalAction<z.infer<typeof params>, z.infer<typeof output>> {
  constructor(private readonly orders: OrdersService) {}

  async perform(copy: z.infer<typeof params>, { work, subject }: InternalContext) {
    const sourceOrderId = orderOf(subject);
    const order = await this.orders.duplicate(work, sourceOrderId, copy);
    return { orderId: order.id, sourceOrderId, pipelineId: order.pipelineId, stageId: order.stageId };
  }
}
