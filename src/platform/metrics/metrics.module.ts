import { Global, Module } from '@nestjs/common';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { OpenConnections } from './open-connections.js';

/** The metrics of this process and their endpoint. */
@Global()
@Module({ controllers: [MetricsController], providers: [Metrics, OpenConnections], exports: [Metrics] })
export class MetricsModule {}
