import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders.module.js';
import { totalCountOf } from '../../../platform/paging/total-count.js';
import { OrderConnection } from './order.graphql.js';
import { ContactOrdersResolver } from './contact-orders.resolver.js';
import { OrderFieldsResolver } from './order-fields.resolver.js';
import { OrdersResolver } from './orders.resolver.js';

@Module({
  imports: [OrdersModule],
  providers: [totalCountOf(OrderConnection), OrdersResolver, OrderFieldsResolver, ContactOrdersResolver],
})
export class OrdersApiModule {}
