import type { IncomingMessage } from 'node:http';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { DomainError } from '../../kernel/errors.js';
import { LIMITS } from '../../kernel/limits.js';
import { Config } from '../config/config.js';
import { clientAddress, trustIn, type Trust } from '../network/client-address.js';
import { subscriberOf } from '../network/networks.js';
import type { Principal } from '../requester/requester.js';

const WINDOW_SECONDS = 60;
// A Redis that does not answer within this time counts as unavailable.
const PATIENCE_MS = 500;

/** Too many requests; retry after this many seconds. */
export class RateLimitedError extends DomainError {
  constructor(readonly retryAfterSeconds: number) {
    super('RATE_LIMITED', `Too many requests: try again in ${retryAfterSeconds} s`);
  }
}

/** Limits requests per key and per address of unauthenticated callers, over all processes if there is Redis. */
@Injectable()
export class RateLimit implements OnModuleDestroy {
  private readonly log = new Logger(RateLimit.name);
  private readonly redis: Redis | undefined;
  /** By the number of requests they allow in a minute. */
  private readonly ofKeys: LRUCache<number, RateLimiterAbstract>;
  private readonly ofStrangers: RateLimiterAbstract;
  private readonly ofHooks: RateLimiterAbstract;
  private readonly trust: Trust;
  private readonly usual: number;

  constructor({ env }: Config) {
    this.usual = env.RATE_LIMIT;
    this.trust = trustIn(env.TRUST_PROXY);
    this.redis = env.REDIS_URL
      ? new Redis(env.REDIS_URL, {
          enableOfflineQueue: false,
          maxRetriesPerRequest: 1,
          commandTimeout: PATIENCE_MS,
          socketTimeout: PATIENCE_MS,
        })
      : undefined;
    this.redis?.on('error', (err) =>
      this.log.debug({ msg: 'Redis is unavailable; each process counts on its own', err }),
    );
    const keyPrefix = `${env.REDIS_PREFIX}:rate`;
    this.ofKeys = new LRUCache({ max: 1_000, memoMethod: (points) => this.limiter(`${keyPrefix}:key`, points) });
    this.ofHooks = this.limiter(`${keyPrefix}:hook`, LIMITS.hookCallsPerMinute);
    this.ofStrangers = this.limiter(`${keyPrefix}:address`, LIMITS.strangersPerMinute);
  }

  onModuleDestroy(): void {
    this.redis?.disconnect();
  }

  /** Counts a request of a known principal. Throws a RateLimitedError above the limit. */
  async ofPrincipal({ actor, requestsPerMinute }: Principal): Promise<void> {
    const most = requestsPerMinute ?? this.usual;
    if (most > 0) await consume(this.ofKeys.memo(most), actor.id);
  }

  /** Counts a request without a valid credential. Exceeding this limit does not affect valid credentials from the same address. */
  async ofStranger(request: IncomingMessage): Promise<void> {
    await consume(this.ofStrangers, subscriberOf(clientAddress(request, this.trust)));
  }

  /** Counts a call to an automation's address. */
  async ofHook(automationId: string): Promise<void> {
    await consume(this.ofHooks, automationId);
  }

  private limiter(keyPrefix: string, points: number): RateLimiterAbstract {
    const memory = new RateLimiterMemory({ keyPrefix, points, duration: WINDOW_SECONDS });
    if (!this.redis) return memory;
    return new RateLimiterRedis({
      storeClient: this.redis,
      keyPrefix,
      points,
      duration: WINDOW_SECONDS,
      insuranceLimiter: memory,
    });
  }
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new RateLimitedError(Math.max(1, Math.ceil(error.msBeforeNext / 1_000)));
  }
}
