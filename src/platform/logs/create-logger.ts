import type { LoggerService } from '@nestjs/common';
import { Logger, PinoLogger, type Params } from 'nestjs-pino';
import { destination, pino, type DestinationStream, type LoggerOptions } from 'pino';
import type { Config } from '../config/config.js';
import { readableLine } from './readable-line.js';
import { withoutSecretFields, withoutSecrets } from './without-secrets.js';

// What Nest says of its own boot is of use to nobody who runs the product.
const NEST_BOOT = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication', 'GraphQLModule']);
const INFO = 30;

/**
 * The log of this process: JSON lines on standard output in production; in development readable ones on standard error, so
 * that standard output keeps to what the product has to say. Nothing is written for each request: traces and metrics have it.
 */
export function createLogger(config: Config): LoggerService {
  const params: Params = { pinoHttp: { logger: pino(pinoOptions(config), outlet(config)) } };
  return new Logger(new PinoLogger(params), params);
}

/** How lines are made: levels, redaction, and the silence about boot. */
export function pinoOptions(config: Config): LoggerOptions {
  return {
    level: config.env.LOG_LEVEL,
    base: config.isProduction ? { role: config.env.ROLE, pid: process.pid } : null,
    formatters: { log: withoutSecretFields },
    hooks: {
      streamWrite: withoutSecrets(config),
      logMethod(given, write, level) {
        const { context } = (given[0] ?? {}) as { context?: string };
        if (level > INFO || !NEST_BOOT.has(context ?? '')) write.apply(this, given);
      },
    },
  };
}

function outlet(config: Config): DestinationStream {
  if (config.isProduction) return destination({ dest: 1, sync: false });
  return { write: (line) => void process.stderr.write(readableLine(line)) };
}
