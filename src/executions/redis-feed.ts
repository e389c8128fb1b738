import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Config } from '../platform/config/config.js';
import { ExecutionFeed, type ExecutionChange } from './execution-feed.js';
import type { Execution, Step } from './execution.js';
import { InProcessFeed } from './in-process-feed.js';

/**
 * The feed over all processes of one Redis: a channel for each workspace that somebody follows, so that what nobody follows
 * costs a question and no more. What was announced while Redis was away is a gap in `seq`.
 */
@Injectable()
export class RedisFeed extends ExecutionFeed implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(RedisFeed.name);
  private readonly local = new InProcessFeed((workspaceId, isFollowed) => this.follow(workspaceId, isFollowed));
  private readonly pending = new Map<string, ExecutionChange[]>();
  private readonly channels = new Set<string>();
  private readonly prefix: string;
  private readonly publisher: Redis;
  private readonly subscriber: Redis;

  constructor({ env }: Config) {
    super();
    this.prefix = `${env.REDIS_PREFIX}:execution-feed:`;
    // Without an offline queue an announcement made while Redis is away is dropped, not piled up.
    this.publisher = new Redis(env.REDIS_URL!, { lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0 });
    // Subscribes as soon as it is ready, and not before: a SUBSCRIBE that overtakes ioredis's own greeting makes it start over without some.
    this.subscriber = new Redis(env.REDIS_URL!, { lazyConnect: true, maxRetriesPerRequest: null, autoResubscribe: false });
    this.subscriber.on('ready', () => this.listen([...this.channels]));
    for (const redis of [this.publisher, this.subscriber]) redis.on('error', (err: Error) => this.log.debug({ msg: 'Redis is away', err }));
    this.subscriber.on('message', (_, changes) => this.local.announce((JSON.parse(changes) as ExecutionChange[]).map(revived)));
  }

  onModuleInit(): void {
    void this.publisher.connect().catch(() => undefined);
  }

  onApplicationShutdown(): void {
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }

  /** What is announced in one turn of the event loop goes out together. */
  announce(changes: ExecutionChange[]): void {
    if (this.pending.size === 0) setImmediate(() => void this.flush().catch(() => undefined));
    for (const change of changes) {
      const { workspaceId } = change.execution;
      const own = this.pending.get(workspaceId);
      if (own) own.push(change);
      else this.pending.set(workspaceId, [change]);
    }
  }

  subscribe(workspaceId: string): AsyncIterableIterator<ExecutionChange> {
    return this.local.subscribe(workspaceId);
  }

  private async flush(): Promise<void> {
    const announced = [...this.pending];
    this.pending.clear();
    const counts = (await this.publisher.pubsub('NUMSUB', ...announced.map(([id]) => this.prefix + id))) as (string | number)[];
    const followed = announced.filter((_, index) => Number(counts[2 * index + 1]) > 0);
    await Promise.all(followed.map(([id, changes]) => this.publisher.publish(this.prefix + id, JSON.stringify(changes))));
  }

  private follow(workspaceId: string, isFollowed: boolean): void {
    const channel = this.prefix + workspaceId;
    if (isFollowed) this.channels.add(channel);
    else this.channels.delete(channel);
    if (this.subscriber.status === 'wait') void this.subscriber.connect().catch(() => undefined);
    if (this.subscriber.status !== 'ready') return;
    if (isFollowed) this.listen([channel]);
    else void this.subscriber.unsubscribe(channel).catch(() => undefined);
  }

  private listen(channels: string[]): void {
    if (channels.length > 0) void this.subscriber.subscribe(...channels).catch(() => undefined);
  }
}

const date = (value: unknown) => (value ? new Date(value as string) : null);

const revivedStep = (step: Step): Step => ({ ...step, startedAt: date(step.startedAt), completedAt: date(step.completedAt) });

const revivedExecution = (execution: Execution): Execution => ({
  ...execution,
  wakeAt: date(execution.wakeAt),
  queuedAt: new Date(execution.queuedAt),
  startedAt: date(execution.startedAt),
  completedAt: date(execution.completedAt),
});

const revived = ({ execution, steps }: ExecutionChange): ExecutionChange => ({ execution: revivedExecution(execution), steps: steps.map(revivedStep) });
