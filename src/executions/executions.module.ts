import { BullModule } from '@nestjs/bull';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActionsModule } from '../actions/actions.module.js';
import { CrmModule } from '../crm/crm.module.js';
import type { Config } from '../platform/config/config.js';
import { Claims } from './engine/claims.js';
import { Backlog } from './upkeep/backlog.js';
import { BullQueue, EXECUTIONS_QUEUE } from './queue/bull-queue.js';
import { CausesResolver } from './causes/causes.resolver.js';
import { DefinitionSecrets } from './definition/definition-secrets.js';
import { EventActorResolver } from './api/event-actor.resolver.js';
import { ExecutionControl } from './api/execution-control.service.js';
import { ExecutionFeed } from './feed/execution-feed.js';
import { ExecutionMover } from './engine/execution-mover.js';
import { ExecutionLog } from './log/execution-log.service.js';
import { ExecutionQueue } from './queue/execution-queue.js';
import { ExecutionAnnouncer } from './feed/execution-announcer.js';
import { ExecutionsResolver } from './api/executions.resolver.js';
import { Executor } from './engine/executor.js';
import { FailuresResolver } from './failures/failures.resolver.js';
import { InProcessFeed } from './feed/in-process-feed.js';
import { InProcessQueue } from './queue/in-process-queue.js';
import { LateFailures } from './upkeep/late-failures.service.js';
import { DefinitionCache } from './compiled/definition-cache.js';
import { RedisFeed } from './feed/redis-feed.js';
import { PersonalData } from './upkeep/personal-data.service.js';
import { Retention } from './upkeep/retention.js';
import { SleeperCancellation } from './upkeep/sleeper-cancellation.js';
import { ExecutionStatsResolver } from './stats/execution-stats.resolver.js';
import { Sweeper } from './upkeep/sweeper.js';
import { LateOutcomes } from './upkeep/late-outcomes.service.js';
import { WakeProcessor } from './queue/wake.processor.js';
import { Engine } from './engine/engine.js';
import { EngineMetrics } from './engine/engine-metrics.js';
import { HeldExecutions } from './engine/held-executions.js';
import { Lanes } from './engine/lanes.js';
import { Recovery } from './engine/recovery.js';
import { AutomationGateEntity } from './definition/automation-gate.entity.js';
import { DefinitionEntity } from './definition/definition.entity.js';
import { DecisionEntity } from './log/decision.entity.js';
import { ExecutionEntity } from './log/execution.entity.js';
import { StepEntity } from './log/step.entity.js';

import { Endings } from './waits/endings.service.js';
import { Entries } from './entry/entries.service.js';
import { EntryEntity } from './entry/entry.entity.js';
import { Stops } from './waits/stops.service.js';
import { SubjectEndings } from './waits/subject-endings.service.js';
import { ThrottleEntity } from './entry/throttle.entity.js';
import { Waits } from './waits/waits.service.js';

const TABLES = [
  AutomationGateEntity,
  DecisionEntity,
  DefinitionEntity,
  EntryEntity,
  ExecutionEntity,
  StepEntity,
  ThrottleEntity,
];

const ENGINE = [
  Claims,
  Backlog,
  CausesResolver,
  DefinitionSecrets,
  Endings,
  Entries,
  EventActorResolver,
  ExecutionControl,
  ExecutionLog,
  ExecutionMover,
  ExecutionsResolver,
  ExecutionStatsResolver,
  ExecutionAnnouncer,
  Executor,
  FailuresResolver,
  LateFailures,
  DefinitionCache,
  Retention,
  SleeperCancellation,
  Sweeper,
  LateOutcomes,
  Engine,
  EngineMetrics,
  HeldExecutions,
  Lanes,
  PersonalData,
  Stops,
  SubjectEndings,
  Waits,
  Recovery,
];

/** The engine: over Bull and Redis if configured, otherwise within this process. */
@Module({})
export class ExecutionsModule {
  static register(config: Config): DynamicModule {
    const redis = config.env.REDIS_URL;
    return {
      module: ExecutionsModule,
      global: true,
      imports: [TypeOrmModule.forFeature(TABLES), ActionsModule, CrmModule, ...(redis ? bull(redis, config) : [])],
      providers: [...ENGINE, ...(redis ? overRedis(config) : IN_PROCESS)],
      exports: [
        DefinitionSecrets,
        ExecutionFeed,
        ExecutionQueue,
        DefinitionCache,
        ExecutionLog,
        ExecutionAnnouncer,
        SleeperCancellation,
        Engine,
        Sweeper,
        Entries,
        ExecutionMover,
        Stops,
        Waits,
      ],
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

// How rarely Bull polls Redis, in seconds and milliseconds. Redis notifies it of new jobs, and the sweeper finds what Redis lost.
const SELDOM = { drainDelay: 30, guardInterval: 30_000, stalledInterval: 300_000 };

const bull = (url: string, config: Config): DynamicModule[] => [
  BullModule.forRoot({ url, prefix: config.env.REDIS_PREFIX }),
  BullModule.registerQueue({ name: EXECUTIONS_QUEUE, settings: SELDOM }),
];
