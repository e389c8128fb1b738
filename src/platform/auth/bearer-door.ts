import { Injectable, Logger } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, type DomainErrorCode } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { Config } from '../config/config.js';
import { ROLES, type Principal, type Role } from '../requester/requester.js';
import { Authentication } from './authentication.service.js';
import { RateLimit, RateLimitedError } from './rate-limit.service.js';

const STATUS: Record<DomainErrorCode, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  INVALID_INPUT: 400,
  CONFLICT: 409,
  ILLEGAL_STATE: 409,
  RATE_LIMITED: 429,
};

/** Routes beside GraphQL, for files: the same credentials, roles and limits. An error is answered as {code, message, details}. */
@Injectable()
export class BearerDoor {
  private readonly log = new Logger(BearerDoor.name);
  private readonly admitted = new WeakMap<FastifyRequest, Principal>();

  constructor(
    private readonly config: Config,
    private readonly host: HttpAdapterHost,
    private readonly authentication: Authentication,
    private readonly rate: RateLimit,
  ) {}

  /** Adds routes that need the role; a caller is refused before its body is read. Does nothing in a process that serves no API. */
  open(role: Role, add: (routes: FastifyInstance) => void): void {
    if (!this.config.servesApi) return;
    this.host.httpAdapter?.getInstance<FastifyInstance>().register(async (routes) => {
      routes.addHook('onRequest', (request, reply) => this.admit(request, reply, role));
      routes.setErrorHandler((error: FastifyError, _, reply) => this.answer(error, reply));
      add(routes);
    });
  }

  /** Who makes an admitted request. */
  principalOf(request: FastifyRequest): Principal {
    return this.admitted.get(request)!;
  }

  private async admit(request: FastifyRequest, reply: FastifyReply, role: Role): Promise<void> {
    const principal = await this.authentication.principalOf(request.headers.authorization);
    const counted = principal ? this.rate.ofPrincipal(principal) : this.rate.ofStranger(request.raw);
    await counted.catch((error: unknown) => {
      if (error instanceof RateLimitedError) reply.header('retry-after', error.retryAfterSeconds);
      throw error;
    });
    if (!principal) throw new DomainError('UNAUTHENTICATED', 'Send an API key: Authorization: Bearer <key>');
    if (ROLES.indexOf(principal.role) < ROLES.indexOf(role))
      throw new DomainError('FORBIDDEN', `This needs the role ${role}; the key has ${principal.role}`);
    this.admitted.set(request, principal);
  }

  private async answer(error: FastifyError | DomainError, reply: FastifyReply): Promise<unknown> {
    if (error instanceof DomainError) {
      const { code, message, details } = error;
      return reply.code(STATUS[code]).send({ code, message, ...(details && { details }) });
    }
    if (error.statusCode !== undefined && error.statusCode < 500)
      return reply.code(error.statusCode).send({ code: 'INVALID_INPUT', message: error.message });
    const id = newId();
    this.log.error({ msg: 'A request failed', id, err: error });
    return reply.code(500).send({ code: 'INTERNAL', message: `Something went wrong; the log has it under ${id}` });
  }
}
