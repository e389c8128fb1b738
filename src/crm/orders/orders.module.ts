import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactOrdersResolver } from './contact-orders.resolver.js';
import { OrderFieldsResolver } from './order-fields.resolver.js';
import { OrderItemEntity } from './order-item.entity.js';
import { OrderEntity } from './order.entity.js';
import { OrdersResolver } from './orders.resolver.js';
import { OrdersService } from './orders.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([OrderEntity, OrderItemEntity])],
  providers: [OrdersService, OrdersResolver, OrderFieldsResolver, ContactOrdersResolver],
  exports: [OrdersService],
})
export class OrdersModule {}
