import { z } from 'zod';
import { OrdersService } from '../../crm/orders/orders.service.js';
import { uuid } from '../../kernel/ids.js';
import { reference } from '../../platform/facts/reference.js';
import { Action, type InternalAction, type InternalContext } from '../action.js';
import { orderOf } from '../subject.js';

const params = z.strictObject({
  pipelineId: reference('pipeline').optional().meta({ title: 'Pipeline', description: "The order's own when empty" }),
  stageId: reference('stage', 'pipelineId').meta({ title: 'Stage', description: 'Where the order goes' }),
});

const output = z.object({ orderId: uuid, pipelineId: uuid, stageId: uuid, moved: z.boolean() });

@Action({
  type: 'change_stage',
  title: 'Move the order',
  description: 'Moves the order to a stage; does nothing if it is already there.',
  effect: 'internal',
  needs: 'order',
  params,
  output,
})
export class ChangeStageAction implements InternalAction<z.infer<typeof params>, z.infer<typeof output>> {
  constructor(private readonly orders: OrdersService) {}

  async perform({ stageId, pipelineId }: z.infer<typeof params>, { work, subject }: InternalContext) {
    const { order, moved } = await this.orders.moveToStage(work, orderOf(subject), { stageId, pipelineId });
    return { orderId: order.id, pipelineId: order.pipelineId, stageId: order.stageId, moved };
  }
}
