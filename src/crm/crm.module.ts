import { Module } from '@nestjs/common';
import { ContactsModule } from './contacts/contacts.module.js';
import { ConversationsApiModule } from './conversations/api/conversations-api.module.js';
import { CustomFieldsModule } from './custom-fields/custom-fields.module.js';
import { InboundModule } from './conversations/inbound/inbound.module.js';
import { ConversationsModule } from './conversations/conversations.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { OrdersApiModule } from './orders/api/orders-api.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { PipelinesModule } from './pipelines/pipelines.module.js';
import { RemovalModule } from './removal/removal.module.js';
import { TagsModule } from './tags/tags.module.js';
import { FindTasksModule } from './tasks/find/find-tasks.module.js';
import { TasksModule } from './tasks/tasks.module.js';

const MODULES = [
  ContactsModule,
  PipelinesModule,
  OrdersModule,
  TagsModule,
  TasksModule,
  ConversationsModule,
  CustomFieldsModule,
];
const DOORS = [
  ImportsModule,
  ExportsModule,
  FindTasksModule,
  OrdersApiModule,
  RemovalModule,
  ConversationsApiModule,
  InboundModule,
];

/** Contacts, pipelines, orders, tags, tasks, conversations and custom fields; independent of automations. */
@Module({ imports: [...MODULES, ...DOORS], exports: MODULES })
export class CrmModule {}
