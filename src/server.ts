import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { migrate } from './migrations.js';
import { LIMITS } from './kernel/limits.js';
import { Config } from './platform/config/config.js';
import { startEmbeddedPostgres } from './platform/database/embedded/embedded-postgres.js';
import { createLogger } from './platform/logs/create-logger.js';
import { withEncryptionKeys } from './platform/secrets/kept-key.js';
import { startTracing } from './platform/tracing/start-tracing.js';

/** A running server, and how to end it. */
export interface Server {
  app: NestFastifyApplication;
  /** Where it listens, such as http://127.0.0.1:3000. */
  url: string;
  /** Drains, hands back what is unfinished, and stops the embedded Postgres if there is one. */
  close(): Promise<void>;
}

/** Starts everything that the environment asks for; resolves when it is ready. */
export async function startServer(environment: Record<string, string | undefined>): Promise<Server> {
  const whole = await withEncryptionKeys(environment);
  const given = Config.from(whole);
  const postgres = given.env.DATABASE_URL ? undefined : await startEmbeddedPostgres({ dataDir: join(given.env.DATA_DIR, 'postgres') });
  try {
    const config = postgres ? Config.from({ ...whole, DATABASE_URL: postgres.url }) : given;
    await migrate(config.env.DATABASE_URL!);
    const stopTracing = await startTracing(config);
    const app = await createApp(config);
    await app.listen(config.env.PORT, config.env.HOST);
    const close = async () => {
      await app.close();
      await stopTracing();
      await postgres?.stop();
    };
    return { app, url: (await app.getUrl()).replace('[::1]', 'localhost'), close };
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
}

/** The Nest application, not listening yet; its database is migrated. */
export async function createApp(config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ bodyLimit: LIMITS.maxInboundWebhookBytes, forceCloseConnections: true });
  const logger = createLogger(config);
  const { CORS_ORIGINS: origin } = config.env;
  const cors = origin.length > 0 && { origin, methods: ['GET', 'POST'], exposedHeaders: ['retry-after'], maxAge: 600 };
  return NestFactory.create<NestFastifyApplication>(AppModule.of(config), adapter, { cors, logger, abortOnError: false, rawBody: true });
}
