import { Module } from '@nestjs/common';
import { ContactsModule } from '../contacts/contacts.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { PipelinesModule } from '../pipelines/pipelines.module.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { ContactMerge } from './contact-merge.service.js';
import { ContactRemoval } from './contact-removal.service.js';
import { OrderRemoval } from './order-removal.service.js';
import { PipelineChanges } from './pipeline-changes.service.js';
import { RemovalResolver } from './removal.resolver.js';

@Module({
  imports: [ContactsModule, OrdersModule, PipelinesModule, TasksModule],
  providers: [ContactMerge, ContactRemoval, OrderRemoval, PipelineChanges, RemovalResolver],
})
export class RemovalModule {}
