import type { LoggerService } from '@nestjs/common';
import type { Level, Logger } from 'pino';

const STACK = /\n[ \t]*at /;

/** Nest's logger, on pino. The last parameter is the context; an object becomes the fields of the line. */
export class NestLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: Level, message: unknown, rest: unknown[]): void {
    const where = rest.length > 0 ? { context: rest.at(-1) } : {};
    const others = rest.slice(0, -1);
    if (message instanceof Error) this.pino[level]({ ...where, err: message }, ...textAnd(others));
    else if (typeof message === 'object') this.pino[level]({ ...where, ...message }, ...textAnd(others));
    else if (level === 'error' && isStack(others)) this.pino[level]({ ...where, err: errorOf(message, others[0]) });
    else this.pino[level](where, ...textAnd([message, ...others]));
  }
}

/** The message and its values, as pino's types require them. */
const textAnd = (given: unknown[]) => given as [string?, ...unknown[]];

/** Nest logs some errors as two texts, the message and the stack. */
function isStack(given: unknown[]): given is [string] {
  return given.length === 1 && typeof given[0] === 'string' && STACK.test(given[0]);
}

const errorOf = (message: unknown, stack: string) => Object.assign(new Error(String(message)), { stack });
