import { Injectable } from '@nestjs/common';
import { Deletions } from '../../platform/work/deletions.js';
import type { Work } from '../../platform/work/work.js';
import type { OrderRow } from '../orders/order.entity.js';
import { orderDeleted } from '../orders/orders.events.js';
import { snapshotOfOrder } from '../orders/orders.facts.js';
import { OrdersService } from '../orders/orders.service.js';
import { TasksService } from '../tasks/tasks.service.js';

/** Deletes orders with what belongs to them. */
@Injectable()
export class OrderRemoval {
  constructor(
    private readonly orders: OrdersService,
    private readonly tasks: TasksService,
    private readonly deletions: Deletions,
  ) {}

  /** Deletes an order with its items and tasks; publishes order.deleted. NOT_FOUND. */
  async delete(work: Work, id: string): Promise<OrderRow> {
    const { stageName, pipelineName, ...order } = await this.orders.hold(work, id);

    const tasks = await this.tasks.deleteAbout(work, null, [order.id]);
    await this.orders.deleteHeld(work, [order.id]);
    // Last: a worker that holds one of the rows above asks for its execution only then.
    await this.deletions.subjectDeleted(work, { contactId: null, orderId: order.id });

    const { id: orderId, contactId, pipelineId, stageId } = order;
    const snapshot = snapshotOfOrder(order, { stageName, pipelineName });
    work.publish(orderDeleted({ orderId, contactId, pipelineId, stageId, order: snapshot, tasks }));
    return order;
  }
}
