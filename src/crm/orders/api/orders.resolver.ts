import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../../../platform/requester/allow.decorator.js';
import type { Requester } from '../../../platform/requester/requester.js';
import { UnitOfWork } from '../../../platform/work/unit-of-work.js';
import { CreateOrderInput, UpdateOrderArgs } from './order-inputs.graphql.js';
import { OrdersArgs } from './order-filter.graphql.js';
import { Order, OrderConnection } from './order.graphql.js';
import { OrdersService } from '../orders.service.js';

@Resolver(() => Order)
export class OrdersResolver {
  constructor(
    private readonly orders: OrdersService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Allow('viewer')
  @Query(() => Order, { description: 'One order. NOT_FOUND.' })
  order(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return this.orders.byId(asks.reader, id);
  }

  @Allow('viewer')
  @Query(() => OrderConnection, { name: 'orders', description: 'Orders, newest first unless ordered otherwise.' })
  list(@Asks() asks: Requester, @Args() args: OrdersArgs) {
    return this.orders.page(asks.reader, args);
  }

  @Allow('editor')
  @Mutation(() => Order, {
    description:
      'Creates an order; publishes order.created. NOT_FOUND if a referenced object does not exist; INVALID_INPUT.',
  })
  createOrder(@Asks() asks: Requester, @Args('input', { description: 'The new order.' }) input: CreateOrderInput) {
    return this.unitOfWork.run(asks.origin, (work) => this.orders.create(work, input));
  }

  @Allow('editor')
  @Mutation(() => Order, {
    description:
      'Updates an order; publishes field.changed for each field whose value changed, order.contactId among them, order.items_changed for other items and order.stage_changed for another stage. NOT_FOUND, CONFLICT, INVALID_INPUT.',
  })
  updateOrder(@Asks() asks: Requester, @Args() { id, input, expectedVersion }: UpdateOrderArgs) {
    return this.unitOfWork.run(asks.origin, (work) => this.orders.update(work, id, { ...input, expectedVersion }));
  }

  @Allow('editor')
  @Mutation(() => Order, {
    description:
      'Moves an order and publishes order.stage_changed, unless it is already at that stage. NOT_FOUND; INVALID_INPUT for a stage of another pipeline.',
  })
  moveOrder(
    @Asks() asks: Requester,
    @Args('id', { type: () => ID, description: 'The order.' }) id: string,
    @Args('stageId', { type: () => ID, description: 'A stage of its own pipeline.' }) stageId: string,
  ) {
    return this.unitOfWork.run(asks.origin, async (work) => {
      const { order, stage } = await this.orders.moveToStage(work, id, { stageId });
      return { ...order, stage };
    });
  }
}
