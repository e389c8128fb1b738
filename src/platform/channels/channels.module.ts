import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { Channels } from './channels.js';
import { InProcessChannels } from './in-process-channels.js';
import { RedisChannels } from './redis-channels.js';

/** Channels over Redis if it is configured, otherwise within this process. */
@Module({})
export class ChannelsModule {
  static of(config: Config): DynamicModule {
    const useClass = config.env.REDIS_URL ? RedisChannels : InProcessChannels;
    return { module: ChannelsModule, global: true, providers: [{ provide: Channels, useClass }], exports: [Channels] };
  }
}
