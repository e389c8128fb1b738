import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ContactsService } from '../../crm/contacts/contacts.service.js';
import { OrdersService } from '../../crm/orders/orders.service.js';
import { actorOf } from '../../executions/api/event-actor.resolver.js';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { Actor } from '../../platform/events/actor.graphql.js';
import type { PathItem } from './path-item.js';
import { ContactPathArgs, OrderPathArgs, PathConnection, PathNode } from './path.graphql.js';
import { pathPage } from './path.js';

/** The history of one contact or order. */
@Resolver(() => PathNode)
export class PathResolver {
  constructor(
    private readonly contacts: ContactsService,
    private readonly orders: OrdersService,
  ) {}

  @Allow('viewer')
  @Query(() => PathConnection, {
    description:
      'The history of a contact, newest first: events, decisions, executions, messages, tasks and orders. NOT_FOUND.',
  })
  async contactPath(@Asks() asks: Requester, @Args() { contactId, ...page }: ContactPathArgs) {
    const { id } = await this.contacts.byId(asks.reader, contactId);
    return pathPage(asks.reader, { ...page, about: 'contact', id });
  }

  @Allow('viewer')
  @Query(() => PathConnection, {
    description:
      "The history of an order, newest first: events, decisions, executions and tasks; its contact's path has the messages and other orders. NOT_FOUND.",
  })
  async orderPath(@Asks() asks: Requester, @Args() { orderId, ...page }: OrderPathArgs) {
    const { id } = await this.orders.byId(asks.reader, orderId);
    return pathPage(asks.reader, { ...page, about: 'order', id });
  }

  @ResolveField(() => Actor, {
    nullable: true,
    description: 'Who caused the event, or the execution that sent the message; null if unknown.',
  })
  actor(@Asks() asks: Requester, @Parent() { by }: PathItem) {
    return by && actorOf(asks, by);
  }
}
