import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../config/config.js';
import { EventAnnouncer } from '../events/event-announcer.js';
import { EventLog } from '../events/event-log.service.js';
import { Outbox } from '../events/outbox.js';
import { Database } from './database.js';
import { dataSourceOptions } from './data-source.js';
import { TenantDatabase } from './tenant-database.js';
import { UnitOfWork } from './unit-of-work.js';

/** The database, the unit of work over it, and the outbox in it. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Config],
      useFactory: ({ env }: Config) => ({ ...dataSourceOptions(env.DATABASE_URL!, env.DATABASE_POOL, env.LEASE_SECONDS), autoLoadEntities: true }),
    }),
  ],
  providers: [Database, TenantDatabase, UnitOfWork, EventAnnouncer, EventLog, Outbox],
  exports: [Database, TenantDatabase, UnitOfWork, EventLog, Outbox],
})
export class DatabaseModule {}
