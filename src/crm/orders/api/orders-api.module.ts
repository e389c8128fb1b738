import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders.module.js';
import { ContactOrdersResolver } from './contact-orders.resolver.js';
import { OrderFieldsResolver } from './order-fields.resolver.js';
import { OrdersResolver } from './orders.resolver.js';

@Module({ imports: [OrdersModule], providers: [OrdersResolver, OrderFieldsResolver, ContactOrdersResolver] })
export class OrdersApiModule {}
