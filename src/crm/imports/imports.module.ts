import { Module } from '@nestjs/common';
import { AuthModule } from '../../platform/auth/auth.module.js';
import { BulkModule } from '../../platform/bulk/bulk.module.js';
import { ContactsModule } from '../contacts/contacts.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { PipelinesModule } from '../pipelines/pipelines.module.js';
import { TagsModule } from '../tags/tags.module.js';
import { ImportContacts } from './import-contacts.kind.js';
import { ImportOrders } from './import-orders.kind.js';
import { ImportUploadRoutes } from './import-uploads.routes.js';
import { ImportsResolver } from './imports.resolver.js';
import { Imports } from './imports.service.js';

/** Imports of contacts and orders. */
@Module({
  imports: [AuthModule, BulkModule, ContactsModule, OrdersModule, PipelinesModule, TagsModule],
  providers: [Imports, ImportContacts, ImportOrders, ImportUploadRoutes, ImportsResolver],
})
export class ImportsModule {}
