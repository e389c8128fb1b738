import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify';
import { DomainError } from '../../kernel/errors.js';
import { Authentication } from '../auth/authentication.service.js';
import { RateLimit, RateLimitedError } from '../auth/rate-limit.service.js';
import type { Principal, Requester } from '../auth/requester.js';
import { Config } from '../config/config.js';
import { UnsupportedMediaTypeError } from './error-formatter.js';
import { asksForGraphQLResponse, GRAPHQL_RESPONSE } from './media-type.js';

/** What every GraphQL request over HTTP passes before a byte of its body is read, and its answer on the way out. */
@Injectable()
export class FrontDoor {
  private readonly admitted = new WeakMap<FastifyRequest, Principal>();

  constructor(
    private readonly config: Config,
    private readonly authentication: Authentication,
    private readonly rate: RateLimit,
  ) {}

  /** Finds out who asks and counts it. Throws what the error formatter makes an answer of. */
  async admit(request: FastifyRequest, reply: FastifyReply, body: RequestPayload): Promise<RequestPayload> {
    // What a form on somebody's page can post is never JSON: a browser asks us first, and hears no.
    if (request.method === 'POST' && !isJson(request.headers['content-type'])) throw new UnsupportedMediaTypeError();
    const principal = await this.authentication.principalOf(request.headers.authorization);
    await this.count(request, principal).catch((error: unknown) => {
      if (error instanceof RateLimitedError) reply.header('retry-after', error.retryAfterSeconds);
      throw error;
    });
    if (principal) this.admitted.set(request, principal);
    // Where the schema is no secret, whoever explores it may do so without a key; each operation still asks for one.
    else if (!this.config.graphiql) throw new DomainError('UNAUTHENTICATED', NO_KEY);
    return body;
  }

  /** The context of a request that was admitted; without a requester the guard refuses every operation. */
  contextOf(request: FastifyRequest): { requester?: Requester } {
    const principal = this.admitted.get(request);
    return principal ? { requester: this.authentication.requesterOf(principal, !isMutation(request.body)) } : {};
  }

  /** Names the answer's media type: the one that was asked for. */
  async name<Payload>(request: FastifyRequest, reply: FastifyReply, payload: Payload): Promise<Payload> {
    if (asksForGraphQLResponse(request.headers.accept)) reply.type(`${GRAPHQL_RESPONSE}; charset=utf-8`);
    return payload;
  }

  private async count(request: FastifyRequest, principal: Principal | undefined): Promise<void> {
    await (principal ? this.rate.ofPrincipal(principal) : this.rate.ofStranger(request.raw));
  }
}

/** Said to whoever has no valid key. */
export const NO_KEY = 'Send an API key: Authorization: Bearer <key>';

const isJson = (contentType: string | undefined) => contentType?.split(';')[0]!.trim().toLowerCase() === 'application/json';

// What one mutation of a document loaded, the next may have changed.
const isMutation = (body: unknown) => /\bmutation\b/.test(String((body as { query?: unknown } | undefined)?.query));
