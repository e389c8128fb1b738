import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Asks } from '../../platform/auth/allow.decorator.js';
import type { Requester } from '../../platform/auth/requester.js';
import { Contact } from '../contacts/contact.graphql.js';
import { Order } from '../orders/order.graphql.js';
import { Task } from './task.graphql.js';
import { MAX_NESTED_TASKS, tasksOfContacts, tasksOfOrders } from './tasks.loaders.js';

/** What tasks add to a contact. */
@Resolver(() => Contact)
export class ContactTasksResolver {
  @ResolveField(() => [Task], { description: `Its newest ${MAX_NESTED_TASKS} tasks, newest first.` })
  tasks(@Asks() asks: Requester, @Parent() contact: Contact) {
    return asks.loaders.load(tasksOfContacts, contact.id);
  }
}

/** What tasks add to an order. */
@Resolver(() => Order)
export class OrderTasksResolver {
  @ResolveField(() => [Task], { description: `Its newest ${MAX_NESTED_TASKS} tasks, newest first.` })
  tasks(@Asks() asks: Requester, @Parent() order: Order) {
    return asks.loaders.load(tasksOfOrders, order.id);
  }
}
