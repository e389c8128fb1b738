import { Module, type DynamicModule } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { AutomationsModule } from './automations/automations.module.js';
import { DemoModule } from './automations/demo/demo.module.js';
import { CrmModule } from './crm/crm.module.js';
import { ExecutionsModule } from './executions/executions.module.js';
import { AuthModule } from './platform/auth/auth.module.js';
import { ChannelsModule } from './platform/channels/channels.module.js';
import type { Config } from './platform/config/config.js';
import { ConsoleModule } from './platform/console/console.module.js';
import { ConfigModule } from './platform/config/config.module.js';
import { WorkModule } from './platform/work/work.module.js';
import { graphqlModule } from './platform/graphql/graphql.module.js';
import { DateTimeScalar } from './platform/schema/scalars.js';
import { HealthModule } from './platform/health/health.module.js';
import { IdempotencyModule } from './platform/idempotency/idempotency.module.js';
import { MetricsModule } from './platform/metrics/metrics.module.js';
import { SecretsModule } from './platform/secrets/secrets.module.js';

/** The application, layer by layer. A worker process has no GraphQL, only health and metrics. */
@Module({})
export class AppModule {
  static of(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(config),
        WorkModule,
        SecretsModule,
        EventEmitterModule.forRoot(),
        HealthModule,
        MetricsModule,
        AuthModule,
        IdempotencyModule,
        ChannelsModule.of(config),
        CrmModule,
        ExecutionsModule.register(config),
        AutomationsModule,
        DemoModule,
        ConsoleModule.of(config),
        ...(config.servesApi ? [graphqlModule(config)] : []),
      ],
      providers: [DateTimeScalar],
    };
  }
}
