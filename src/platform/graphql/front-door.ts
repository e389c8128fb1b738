import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify';
import { DomainError } from '../../kernel/errors.js';
import { Authentication } from '../auth/authentication.service.js';
import { RateLimit, RateLimitedError } from '../auth/rate-limit.service.js';
import type { Principal, Requester } from '../requester/requester.js';
import { Config } from '../config/config.js';
import { IdempotencyKeys, type GraphQLAnswer, type GraphQLRequest } from '../idempotency/idempotency-keys.service.js';
import type { KeyedRequest } from '../idempotency/keyed-request.js';
import { UnsupportedMediaTypeError } from './error-formatter.js';
import { asksForGraphQLResponse, GRAPHQL_RESPONSE } from './media-type.js';

/** Handles every GraphQL request over HTTP before its body is read, and its answer before it is sent. */
@Injectable()
export class FrontDoor {
  private readonly admitted = new WeakMap<FastifyRequest, Principal>();
  private readonly keyed = new WeakMap<FastifyRequest, KeyedRequest>();

  constructor(
    private readonly config: Config,
    private readonly authentication: Authentication,
    private readonly rate: RateLimit,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** Authenticates the caller and counts the request. Throws errors for the error formatter. */
  async admit(request: FastifyRequest, reply: FastifyReply, body: RequestPayload): Promise<RequestPayload> {
    // An HTML form of another site cannot send JSON: the browser asks with a preflight first, which is refused.
    if (request.method === 'POST' && !isJson(request.headers['content-type'])) throw new UnsupportedMediaTypeError();
    const principal = await this.authentication.principalOf(request.headers.authorization);
    await this.count(request, principal).catch((error: unknown) => {
      if (error instanceof RateLimitedError) reply.header('retry-after', error.retryAfterSeconds);
      throw error;
    });
    if (principal) this.admitted.set(request, principal);
    // With GraphiQL enabled the schema is public and can be explored without a key; each operation still requires one.
    else if (!this.config.graphiql) throw new DomainError('UNAUTHENTICATED', NO_KEY);
    return body;
  }

  /** The context of an admitted request; without a requester the guard rejects every operation. */
  contextOf(request: FastifyRequest): { requester?: Requester } {
    const principal = this.admitted.get(request);
    if (!principal) return {};
    const requester = this.authentication.requesterOf(principal, !isMutation(request.body));
    return { requester: { ...requester, origin: { ...requester.origin, claim: this.keyed.get(request) } } };
  }

  /** Repeats the stored answer of a mutation with an Idempotency-Key, if there is one. */
  async recall(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const [key, principal] = [request.headers['idempotency-key'], this.admitted.get(request)];
    if (key === undefined || !principal || request.method !== 'POST') return undefined;
    const keyed = this.keys.read(String(key), request.body as GraphQLRequest, principal);
    if (!keyed) return undefined;
    const answer = await this.keys.answerTo(keyed);
    if (answer) return reply.send(answer);
    this.keyed.set(request, keyed);
    return undefined;
  }

  /** Stores the answer under its Idempotency-Key, if any, and sets the requested media type. */
  async keep(request: FastifyRequest, reply: FastifyReply, answer: GraphQLAnswer): Promise<GraphQLAnswer> {
    if (asksForGraphQLResponse(request.headers.accept)) reply.type(`${GRAPHQL_RESPONSE}; charset=utf-8`);
    const keyed = this.keyed.get(request);
    return keyed ? this.keys.keep(keyed, answer) : answer;
  }

  private async count(request: FastifyRequest, principal: Principal | undefined): Promise<void> {
    await (principal ? this.rate.ofPrincipal(principal) : this.rate.ofStranger(request.raw));
  }
}

/** The message for callers without a valid key. */
const NO_KEY = 'Send an API key: Authorization: Bearer <key>';

const isJson = (contentType: string | undefined) =>
  contentType?.split(';')[0]!.trim().toLowerCase() === 'application/json';

// A mutation may change what an earlier one of the same document loaded.
const isMutation = (body: unknown) => /\bmutation\b/.test(String((body as { query?: unknown } | undefined)?.query));
