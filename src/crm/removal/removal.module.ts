import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { OrderRemoval } from './order-removal.service.js';
import { RemovalResolver } from './removal.resolver.js';

@Module({
  imports: [OrdersModule, TasksModule],
  providers: [OrderRemoval, RemovalResolver],
})
export class RemovalModule {}
