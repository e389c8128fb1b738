import { BullModule } from '@nestjs/bull';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { CrmModule } from '../crm/crm.module.js';
import type { Config } from '../platform/config/config.js';
import { Admission } from './admission.js';
import { Backlog } from './backlog.js';
import { BullQueue, EXECUTIONS_QUEUE } from './bull-queue.js';
import { DefinitionSecrets } from './definition-secrets.js';
import { ExecutionControl } from './execution-control.service.js';
import { ExecutionFeed } from './execution-feed.js';
import { ExecutionLog } from './execution-log.service.js';
import { ExecutionQueue } from './execution-queue.js';
import { ExecutionWatch } from './execution-watch.js';
import { ExecutionsResolver } from './executions.resolver.js';
import { Executor } from './executor.js';
import { InProcessFeed } from './in-process-feed.js';
import { InProcessQueue } from './in-process-queue.js';
import { Plans } from './plan.js';
import { RedisFeed } from './redis-feed.js';
import { Retention } from './retention.js';
import { Sweeper } from './sweeper.js';
import { UnknownSettlement } from './unknown-settlement.service.js';
import { WakeProcessor } from './wake.processor.js';
import { Worker } from './worker.js';

const ENGINE = [Admission, Backlog, DefinitionSecrets, ExecutionControl, ExecutionLog, ExecutionsResolver, ExecutionWatch, Executor, Plans, Retention, Sweeper, UnknownSettlement, Worker];

/** The engine: over Bull and Redis when they are configured, within this process when not. */
@Module({})
export class ExecutionsModule {
  static register(config: Config): DynamicModule {
    const redis = config.env.REDIS_URL;
    return {
      module: ExecutionsModule,
      global: true,
      imports: [ActionsModule, CrmModule, ...(redis ? bull(redis, config) : [])],
      providers: [...ENGINE, ...(redis ? overRedis(config) : IN_PROCESS)],
      exports: [DefinitionSecrets, ExecutionFeed, ExecutionQueue, Plans, ExecutionLog, ExecutionWatch, Worker, Sweeper],
    };
  }
}

const IN_PROCESS: Provider[] = [
  { provide: ExecutionQueue, useClass: InProcessQueue },
  { provide: ExecutionFeed, useClass: InProcessFeed },
];

const overRedis = (config: Config): Provider[] => [
  BullQueue,
  { provide: ExecutionQueue, useExisting: BullQueue },
  { provide: ExecutionFeed, useClass: RedisFeed },
  ...(config.runsExecutions ? [WakeProcessor] : []),
];

const bull = (url: string, config: Config): DynamicModule[] => [
  BullModule.forRoot({ url, prefix: config.env.REDIS_PREFIX }),
  BullModule.registerQueue({ name: EXECUTIONS_QUEUE }),
];
