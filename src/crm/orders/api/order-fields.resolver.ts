import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { LIMITS } from '../../../kernel/limits.js';
import { Asks } from '../../../platform/requester/allow.decorator.js';
import type { Requester } from '../../../platform/requester/requester.js';
import { ListOf, NestedPageArgs, nestedPage } from '../../../platform/query-limits/query-lists.js';
import { Contact } from '../../contacts/contact.graphql.js';
import { contactsById } from '../../contacts/contacts.loaders.js';
import { Pipeline, Stage } from '../../pipelines/pipeline.graphql.js';
import { pipelinesById, stagesById } from '../../pipelines/pipelines.loaders.js';
import { Tag } from '../../tags/tag.graphql.js';
import { tagsOfOrders } from '../../tags/tags.loaders.js';
import { itemsPage, Order, OrderItem, OrderItemsArgs } from './order.graphql.js';
import { MAX_ITEMS } from '../order.input.js';
import { itemsOfOrders, ordersById, ordersRelatedTo } from '../orders.loaders.js';

/** The objects that an order refers to. */
@Resolver(() => Order)
export class OrderFieldsResolver {
  @ResolveField(() => Stage, { description: 'Its current stage.' })
  stage(@Asks() asks: Requester, @Parent() order: Order) {
    return order.stage ?? asks.loaders.load(stagesById, order.stageId);
  }

  @ResolveField(() => Pipeline, { description: 'The pipeline it is in.' })
  pipeline(@Asks() asks: Requester, @Parent() order: Order) {
    return asks.loaders.load(pipelinesById, order.pipelineId);
  }

  @ResolveField(() => Contact, { nullable: true, description: 'The contact it belongs to.' })
  contact(@Asks() asks: Requester, @Parent() order: Order) {
    return order.contactId && asks.loaders.load(contactsById, order.contactId);
  }

  @ListOf(LIMITS.maxPageSize)
  @ResolveField(() => [Tag], { description: 'Its tags, by name.' })
  tags(@Asks() asks: Requester, @Parent() order: Order, @Args() page: NestedPageArgs) {
    return asks.loaders.loadPage(tagsOfOrders, order.id, nestedPage(page));
  }

  @ListOf(MAX_ITEMS)
  @ResolveField(() => [OrderItem], { description: 'A page of its lines, in their order.' })
  items(@Asks() asks: Requester, @Parent() order: Order, @Args() page: OrderItemsArgs) {
    return asks.loaders.loadPage(itemsOfOrders, order.id, itemsPage(page));
  }

  @ResolveField(() => Order, { nullable: true, description: 'The order it was duplicated from.' })
  sourceOrder(@Asks() asks: Requester, @Parent() order: Order) {
    return order.sourceOrderId && asks.loaders.load(ordersById, order.sourceOrderId);
  }

  @ListOf(LIMITS.maxPageSize)
  @ResolveField(() => [Order], {
    description: 'A page of the order it was duplicated from, then of its own duplicates, newest first.',
  })
  relatedOrders(@Asks() asks: Requester, @Parent() order: Order, @Args() page: NestedPageArgs) {
    return asks.loaders.loadPage(ordersRelatedTo, order.id, nestedPage(page));
  }
}
