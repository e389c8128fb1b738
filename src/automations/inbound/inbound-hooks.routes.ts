import {
  BadRequestException,
  ConflictException,
  HttpException,
  HttpStatus,
  Injectable,
  NotFoundException,
  UnauthorizedException,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LIMITS } from '../../kernel/limits.js';
import { RateLimit, RateLimitedError } from '../../platform/auth/rate-limit.service.js';
import { readDelivery } from './hook-delivery.js';
import { isAuthentic } from './hook-signature.js';
import { InboundHooks, type Hook } from './inbound-hooks.service.js';

const PATH = '/hooks/:token';

/**
 * Where other systems call automations. Routes of Fastify and no controller: the body of a call to an unknown address is not
 * read, and that of a known one stays bytes until its signature is checked.
 */
@Injectable()
export class InboundHookRoutes implements OnModuleInit {
  private readonly called = new WeakMap<FastifyRequest<ToHook>, Hook>();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly rate: RateLimit,
    private readonly hooks: InboundHooks,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter?.getInstance<FastifyInstance>();
    // Registered, not added: its parser is for these routes alone.
    server?.register(async (routes) => this.add(routes));
  }

  private add(routes: FastifyInstance): void {
    routes.removeAllContentTypeParsers();
    const options = { parseAs: 'buffer', bodyLimit: LIMITS.maxHookBytes } as const;
    routes.addContentTypeParser('*', options, (_request, body, done) => done(null, body));
    routes.post<ToHook>(PATH, { onRequest: (request, reply) => this.admit(request, reply) }, (request, reply) =>
      this.receive(request, reply),
    );
  }

  // Before a byte of the body is read.
  private async admit(request: FastifyRequest<ToHook>, reply: FastifyReply): Promise<void> {
    const hook = await this.hooks.find(request.params.token);
    if (!hook) return this.refuse(request, reply, new NotFoundException('No automation has this address'));
    await limited(reply, this.rate.ofHook(hook.automationId));
    this.called.set(request, hook);
  }

  /** Answers 202 once the event is stored, and for a request that was stored before. */
  private async receive(request: FastifyRequest<ToHook>, reply: FastifyReply): Promise<{ accepted: true }> {
    const hook = this.called.get(request)!;
    const { headers } = request;
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (!isAuthentic(hook.config.secret, { headers, body, now: hook.now }))
      return this.refuse(request, reply, new UnauthorizedException('Wrong signature or bearer token'));
    if (!hook.isOn) throw new ConflictException('The automation is disabled');
    const delivery = readDelivery(headers, body);
    if ('mistake' in delivery) throw new BadRequestException(delivery.mistake);
    await this.hooks.accept(hook, delivery);
    reply.code(HttpStatus.ACCEPTED);
    return { accepted: true };
  }

  // Who guesses addresses and secrets is counted by the caller's network, as everywhere.
  private async refuse(
    request: FastifyRequest<ToHook>,
    reply: FastifyReply,
    answer: NotFoundException | UnauthorizedException,
  ): Promise<never> {
    await limited(reply, this.rate.ofStranger(request.raw));
    throw answer;
  }
}

type ToHook = { Params: { token: string } };

async function limited(reply: FastifyReply, counted: Promise<void>): Promise<void> {
  await counted.catch((error: unknown) => {
    if (!(error instanceof RateLimitedError)) throw error;
    reply.header('retry-after', error.retryAfterSeconds);
    throw new HttpException(error.message, HttpStatus.TOO_MANY_REQUESTS);
  });
}
