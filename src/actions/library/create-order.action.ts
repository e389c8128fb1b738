import { z } from 'zod';
import { OrdersService } from '../../crm/orders/orders.service.js';
import { decimalOf, NO_AMOUNT } from '../../kernel/checks/money.js';
import { uuid } from '../../kernel/ids.js';
import { reference } from '../../platform/facts/reference.js';
import { Action, type InternalAction, type InternalContext } from '../action.js';
import { text } from '../params.js';
import { orderOf } from '../subject.js';

const isAmount = (text: string) => decimalOf(text) !== undefined;

const params = z
  .strictObject({
    pipelineId: reference('pipeline').optional().meta({ title: 'Pipeline', description: "The stage's own when empty" }),
    stageId: reference('stage', 'pipelineId')
      .optional()
      .meta({ title: 'Stage', description: 'The first of the pipeline when empty' }),
    name: text(200).optional().meta({ title: 'Name' }),
    value: text(40)
      .refine(isAmount, NO_AMOUNT)
      .optional()
      .meta({ title: 'Value', description: 'An amount such as 1500.00' }),
    description: text(4096).optional().meta({ title: 'Description' }),
    shippingAddress: text(4096).optional().meta({ title: 'Shipping address' }),
    shippingCity: text(200).optional().meta({ title: 'Shipping city' }),
    shippingRegion: text(200).optional().meta({ title: 'Shipping region' }),
    shippingPostalCode: text(200).optional().meta({ title: 'Shipping postal code' }),
    copyItems: z.boolean().default(false).meta({ title: 'Copy items', description: "Of the event's order" }),
    copyTags: z.boolean().default(false).meta({ title: 'Copy tags', description: "Of the event's order" }),
  })
  .refine(({ pipelineId, stageId }) => pipelineId || stageId, {
    path: ['pipelineId'],
    message: 'Required unless stageId is given',
  });

const output = z.object({ orderId: uuid, pipelineId: uuid, stageId: uuid });

@Action({
  type: 'create_order',
  title: 'Create an order',
  description: "Creates an order for the event's contact.",
  effect: 'internal',
  needs: ({ copyItems, copyTags }) => (copyItems === true || copyTags === true ? 'order' : null),
  params,
  output,
})
export class CreateOrderAction implements InternalAction<z.infer<typeof params>, z.infer<typeof output>> {
  constructor(private readonly orders: OrdersService) {}

  async perform({ copyItems, copyTags, ...attributes }: z.infer<typeof params>, { work, subject }: InternalContext) {
    const source = copyItems || copyTags ? { orderId: orderOf(subject), copyItems, copyTags } : null;
    const order = await this.orders.create(work, { ...attributes, contactId: subject.contactId, source });
    return { orderId: order.id, pipelineId: order.pipelineId, stageId: order.stageId };
  }
}
