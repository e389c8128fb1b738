import type { LoggerService } from '@nestjs/common';
import { destination, pino, type DestinationStream, type LoggerOptions } from 'pino';
import type { Config } from '../config/config.js';
import { NestLogger } from './nest-logger.js';
import { readableLine } from './readable-line.js';
import { withoutSecretFields, withoutSecrets } from './without-secrets.js';

// Nest's messages about its own boot do not help operators.
const NEST_BOOT = new Set([
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestApplication',
  'GraphQLModule',
]);
const INFO = 30;

/**
 * The log of this process: in production JSON lines on standard output; in development readable lines on standard error, so
 * that standard output has only the product's own messages. Requests are not logged: traces and metrics cover them.
 */
export function createLogger(config: Config): LoggerService {
  return new NestLogger(pino(pinoOptions(config), outlet(config)));
}

/** Log levels, redaction, and the filter for Nest's boot messages. */
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
