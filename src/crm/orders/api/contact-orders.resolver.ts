import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { LIMITS } from '../../../kernel/limits.js';
import { Asks } from '../../../platform/requester/allow.decorator.js';
import type { Requester } from '../../../platform/requester/requester.js';
import { ListOf, NestedPageArgs, nestedPage } from '../../../platform/query-limits/query-lists.js';
import { Contact } from '../../contacts/contact.graphql.js';
import { Order } from './order.graphql.js';
import { ordersOfContacts } from '../orders.loaders.js';

/** Adds orders to a contact. */
@Resolver(() => Contact)
export class ContactOrdersResolver {
  @ListOf(LIMITS.maxPageSize)
  @ResolveField(() => [Order], { description: 'Its orders, newest first.' })
  orders(@Asks() asks: Requester, @Parent() contact: Contact, @Args() page: NestedPageArgs) {
    return asks.loaders.loadPage(ordersOfContacts, contact.id, nestedPage(page));
  }
}
