import { Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { AuthModule } from '../auth/auth.module.js';
import { Config } from '../config/config.js';
import { BUILT_CONSOLE, serveConsole } from './console-files.js';
import { SignInController } from './sign-in.controller.js';
import { SignInLink } from './sign-in-link.js';

/** The web console, served by processes that serve the API, unless CONSOLE=false. */
@Module({ imports: [AuthModule] })
export class ConsoleModule implements OnModuleInit {
  static of(config: Config): DynamicModule {
    const serves = config.servesConsole;
    return {
      module: ConsoleModule,
      global: true,
      providers: [SignInLink],
      exports: [SignInLink],
      controllers: serves && !config.isProduction ? [SignInController] : [],
    };
  }

  constructor(
    private readonly config: Config,
    private readonly host: HttpAdapterHost,
  ) {}

  async onModuleInit(): Promise<void> {
    if (!this.config.servesConsole) return;
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    await serveConsole(fastify, { folder: BUILT_CONSOLE, publicPath: this.config.env.PUBLIC_PATH });
  }
}
