import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Asks } from '../../platform/auth/allow.decorator.js';
import type { Requester } from '../../platform/auth/requester.js';
import { Contact } from '../contacts/contact.graphql.js';
import { Order } from './order.graphql.js';
import { MAX_NESTED_ORDERS, ordersOfContacts } from './orders.loaders.js';

/** What orders add to a contact. */
@Resolver(() => Contact)
export class ContactOrdersResolver {
  @ResolveField(() => [Order], { description: `Its newest ${MAX_NESTED_ORDERS} orders, newest first; orders(contactId) has all.` })
  orders(@Asks() asks: Requester, @Parent() contact: Contact) {
    return asks.loaders.load(ordersOfContacts, contact.id);
  }
}
