import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { Order } from '../orders/api/order.graphql.js';
import { OrderRemoval } from './order-removal.service.js';

/** Deletes contacts and orders with all that belongs to them. */
@Resolver()
export class RemovalResolver {
  constructor(
    private readonly orders: OrderRemoval,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Allow('editor')
  @Mutation(() => Order, {
    description:
      'Deletes an order with its items and tasks; publishes order.deleted. Unfinished executions about it end CANCELLED with the code SUBJECT_DELETED. NOT_FOUND.',
  })
  deleteOrder(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'The order.' }) id: string) {
    return this.unitOfWork.run(asks.origin, (work) => this.orders.delete(work, id));
  }
}
