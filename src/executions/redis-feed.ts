import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Config } from '../platform/config/config.js';
import { ExecutionFeed, type ExecutionChange } from './execution-feed.js';
import type { Execution, Step } from './execution.js';
import { InProcessFeed } from './in-process-feed.js';

/** The feed over all processes of one Redis. What was announced while Redis was away is a gap in `seq`. */
@Injectable()
export class RedisFeed extends ExecutionFeed implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(RedisFeed.name);
  private readonly local = new InProcessFeed();
  private readonly pending = new Map<string, string[]>();
  private readonly channel: string;
  private readonly publisher: Redis;
  private readonly subscriber: Redis;

  constructor(private readonly config: Config) {
    super();
    this.channel = `${config.env.REDIS_PREFIX}:execution-feed`;
    // Without an offline queue an announcement made while Redis is away is dropped, not piled up.
    this.publisher = new Redis(config.env.REDIS_URL!, { lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0 });
    this.subscriber = new Redis(config.env.REDIS_URL!, { lazyConnect: true, maxRetriesPerRequest: null });
    for (const redis of [this.publisher, this.subscriber]) redis.on('error', (err: Error) => this.log.debug({ msg: 'Redis is away', err }));
  }

  onModuleInit(): void {
    void this.publisher.connect().catch(() => undefined);
    if (!this.config.servesApi) return;
    this.subscriber.on('message', (_: string, message: string) => this.hear(message));
    void this.subscriber.subscribe(this.channel).catch(() => undefined);
  }

  onApplicationShutdown(): void {
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }

  /** What is announced in one turn of the event loop goes out together. */
  announce(changes: ExecutionChange[]): void {
    if (this.pending.size === 0) setImmediate(() => this.flush());
    for (const change of changes) {
      const { workspaceId } = change.execution;
      // As text at once: the steps of a run are its own and go on changing.
      const text = JSON.stringify(change);
      const own = this.pending.get(workspaceId);
      if (own) own.push(text);
      else this.pending.set(workspaceId, [text]);
    }
  }

  subscribe(workspaceId: string): AsyncIterableIterator<ExecutionChange> {
    return this.local.subscribe(workspaceId);
  }

  private flush(): void {
    const lines = [...this.pending].map(([workspaceId, texts]) => `${workspaceId} [${texts.join()}]`);
    this.pending.clear();
    this.publisher.publish(this.channel, lines.join('\n')).catch(() => undefined);
  }

  // A line for each workspace, so that what nobody here asked for is not even parsed.
  private hear(message: string): void {
    for (const line of message.split('\n')) {
      const [workspaceId, changes] = [line.slice(0, UUID_LENGTH), line.slice(UUID_LENGTH + 1)];
      if (this.local.hasSubscribers(workspaceId)) this.local.announce((JSON.parse(changes) as ExecutionChange[]).map(revived));
    }
  }
}

const UUID_LENGTH = 36;

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
