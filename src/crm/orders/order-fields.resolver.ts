import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Asks } from '../../platform/auth/allow.decorator.js';
import type { Requester } from '../../platform/auth/requester.js';
import { Contact } from '../contacts/contact.graphql.js';
import { contactsById } from '../contacts/contacts.loaders.js';
import { Pipeline, Stage } from '../pipelines/pipeline.graphql.js';
import { pipelinesById, stagesById } from '../pipelines/pipelines.loaders.js';
import { Tag } from '../tags/tag.graphql.js';
import { tagsOfOrders } from '../tags/tags.loaders.js';
import { Order, OrderItem } from './order.graphql.js';
import { itemsOfOrders, MAX_NESTED_ORDERS, ordersById, ordersRelatedTo } from './orders.loaders.js';

/** What an order is connected with. */
@Resolver(() => Order)
export class OrderFieldsResolver {
  @ResolveField(() => Stage, { description: 'The stage it stands at.' })
  stage(@Asks() asks: Requester, @Parent() order: Order) {
    return order.stage ?? asks.loaders.load(stagesById, order.stageId);
  }

  @ResolveField(() => Pipeline, { description: 'The pipeline it is in.' })
  pipeline(@Asks() asks: Requester, @Parent() order: Order) {
    return asks.loaders.load(pipelinesById, order.pipelineId);
  }

  @ResolveField(() => Contact, { nullable: true, description: 'Whose order it is.' })
  contact(@Asks() asks: Requester, @Parent() order: Order) {
    return order.contactId && asks.loaders.load(contactsById, order.contactId);
  }

  @ResolveField(() => [Tag], { description: 'Its tags, by name.' })
  tags(@Asks() asks: Requester, @Parent() order: Order) {
    return asks.loaders.load(tagsOfOrders, order.id);
  }

  @ResolveField(() => [OrderItem], { description: 'Its lines in their order.' })
  items(@Asks() asks: Requester, @Parent() order: Order) {
    return asks.loaders.load(itemsOfOrders, order.id);
  }

  @ResolveField(() => Order, { nullable: true, description: 'The order it was duplicated from.' })
  sourceOrder(@Asks() asks: Requester, @Parent() order: Order) {
    return order.sourceOrderId && asks.loaders.load(ordersById, order.sourceOrderId);
  }

  @ResolveField(() => [Order], { description: `The order it was duplicated from, then its own duplicates, newest first, at most ${MAX_NESTED_ORDERS}.` })
  relatedOrders(@Asks() asks: Requester, @Parent() order: Order) {
    return asks.loaders.load(ordersRelatedTo, order.id);
  }
}
