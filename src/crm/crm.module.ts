import { Module } from '@nestjs/common';
import { ContactsModule } from './contacts/contacts.module.js';
import { ConversationsModule } from './conversations/conversations.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { PipelinesModule } from './pipelines/pipelines.module.js';
import { TagsModule } from './tags/tags.module.js';
import { TasksModule } from './tasks/tasks.module.js';

const MODULES = [ContactsModule, PipelinesModule, OrdersModule, TagsModule, TasksModule, ConversationsModule];

/** Contacts, pipelines, orders, tags, tasks and conversations; it has never heard of automations. */
@Module({ imports: MODULES, exports: MODULES })
export class CrmModule {}
