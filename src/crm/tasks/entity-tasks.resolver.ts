import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { LIMITS } from '../../kernel/limits.js';
import { Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { ListOf, NestedPageArgs, nestedPage } from '../../platform/query-limits/query-lists.js';
import { Contact } from '../contacts/contact.graphql.js';
import { Order } from '../orders/api/order.graphql.js';
import { Task } from './task.graphql.js';
import { tasksOfContacts, tasksOfOrders } from './tasks.loaders.js';

/** Adds tasks to a contact. */
@Resolver(() => Contact)
export class ContactTasksResolver {
  @ListOf(LIMITS.maxPageSize)
  @ResolveField(() => [Task], { description: 'Its tasks, newest first.' })
  tasks(@Asks() asks: Requester, @Parent() contact: Contact, @Args() page: NestedPageArgs) {
    return asks.loaders.loadPage(tasksOfContacts, contact.id, nestedPage(page));
  }
}

/** Adds tasks to an order. */
@Resolver(() => Order)
export class OrderTasksResolver {
  @ListOf(LIMITS.maxPageSize)
  @ResolveField(() => [Task], { description: 'Its tasks, newest first.' })
  tasks(@Asks() asks: Requester, @Parent() order: Order, @Args() page: NestedPageArgs) {
    return asks.loaders.loadPage(tasksOfOrders, order.id, nestedPage(page));
  }
}
