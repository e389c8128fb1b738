import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { migrate } from './migrations.js';
import { LIMITS } from './kernel/limits.js';
import { Config } from './platform/config/config.js';
import { startEmbeddedPostgres } from './platform/embedded-postgres/embedded-postgres.js';
import { createLogger } from './platform/logs/create-logger.js';
import { withEncryptionKeys } from './platform/secrets/kept-key.js';
import { withoutPrefix } from './platform/http/without-prefix.js';
import { startTracing } from './platform/tracing/start-tracing.js';

/** A running server. */
export interface Server {
  app: NestFastifyApplication;
  /** Its address, such as http://127.0.0.1:3000. */
  url: string;
  /** Drains, releases unfinished executions, and stops the embedded Postgres if there is one. */
  close(): Promise<void>;
}

/** Starts all configured parts; resolves when the server is ready. */
export async function startServer(environment: Record<string, string | undefined>): Promise<Server> {
  const whole = await withEncryptionKeys(environment);
  const given = Config.from(whole);
  const postgres = given.env.DATABASE_URL
    ? undefined
    : await startEmbeddedPostgres({ dataDir: join(given.env.DATA_DIR, 'postgres') });
  try {
    const config = postgres ? Config.from({ ...whole, DATABASE_URL: postgres.url }) : given;
    await migrate(config.env.DATABASE_URL!, config.isPooled);
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

/** The Nest application before it listens; its database is migrated. */
export async function createApp(config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    rewriteUrl: ({ url = '/' }: IncomingMessage) => withoutPrefix(url, config.env.PUBLIC_PATH),
    bodyLimit: LIMITS.maxInboundWebhookBytes,
    forceCloseConnections: true,
    ...deadlinesOf(config),
  });
  const logger = createLogger(config);
  const { CORS_ORIGINS: origin } = config.env;
  const cors = origin.length > 0 && { origin, methods: ['GET', 'POST'], exposedHeaders: ['retry-after'], maxAge: 600 };
  return NestFactory.create<NestFastifyApplication>(AppModule.of(config), adapter, {
    cors,
    logger,
    abortOnError: false,
    rawBody: true,
  });
}

/**
 * The deadlines for receiving a request, on every route: its headers, and the whole request. Node answers 408 and closes.
 * Answers may take longer, and WebSockets stay open: both deadlines end with the request's last byte.
 */
function deadlinesOf({ env }: Config) {
  const requestTimeout = env.REQUEST_TIMEOUT_SECONDS * 1_000;
  const headersTimeout = Math.min(requestTimeout, LIMITS.headersDeadlineMs);
  // Node checks its connections only every 30 s by default, whatever the deadlines.
  return {
    requestTimeout,
    keepAliveTimeout: LIMITS.idleConnectionMs,
    http: { requestTimeout, headersTimeout, connectionsCheckingInterval: DEADLINES_CHECKED_EVERY_MS },
  };
}

const DEADLINES_CHECKED_EVERY_MS = 500;
