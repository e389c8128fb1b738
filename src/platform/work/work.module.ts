import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../config/config.js';
import { EventAnnouncer } from './event-announcer.js';
import { EventEntity } from '../outbox/event.entity.js';
import { EventListenerEntity } from '../outbox/event-listener.entity.js';
import { OutboxEntity } from '../outbox/outbox.entity.js';
import { EventLog } from '../outbox/event-log.service.js';
import { Outbox } from '../outbox/outbox.js';
import { Deletions } from './deletions.js';
import { Database } from '../database/database.js';
import { Finder } from '../database/finder.js';
import { SqlFileEntity } from '../sql-files/sql-file.entity.js';
import { dataSourceOptions } from '../database/data-source.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { Pulse } from '../pulse/pulse.service.js';
import { UnitOfWork } from './unit-of-work.js';

/** The database, the unit of work over it, and the outbox in it. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Config],
      useFactory: ({ env, isPooled }: Config) => ({
        ...dataSourceOptions(env.DATABASE_URL!, {
          poolSize: env.DATABASE_POOL,
          leaseSeconds: env.LEASE_SECONDS,
          isPooled,
        }),
        autoLoadEntities: true,
      }),
    }),
    TypeOrmModule.forFeature([EventEntity, EventListenerEntity, OutboxEntity, SqlFileEntity]),
  ],
  providers: [Database, Finder, TenantDatabase, UnitOfWork, EventAnnouncer, EventLog, Outbox, Pulse, Deletions],
  exports: [Database, Finder, TenantDatabase, UnitOfWork, EventLog, Outbox, Pulse, Deletions],
})
export class WorkModule {}
