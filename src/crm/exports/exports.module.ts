import { Module } from '@nestjs/common';
import { AuthModule } from '../../platform/auth/auth.module.js';
import { ContactsModule } from '../contacts/contacts.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { PipelinesModule } from '../pipelines/pipelines.module.js';
import { ExportRoutes } from './exports.routes.js';
import { Exports } from './exports.service.js';

/** Files of contacts and orders. */
@Module({
  imports: [AuthModule, ContactsModule, OrdersModule, PipelinesModule],
  providers: [Exports, ExportRoutes],
})
export class ExportsModule {}
