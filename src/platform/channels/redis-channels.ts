import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Config } from '../config/config.js';
import { Channels, type Channel } from './channels.js';

/** How long a start waits for the connection, and a stop for the last messages, if Redis is unavailable. */
const PATIENCE_MS = 1_000;

/**
 * Channels over one Redis, with one Redis channel per name and followed workspace, so that a message nobody follows costs only
 * a lookup. Messages sent while Redis is unavailable are lost.
 */
@Injectable()
export class RedisChannels extends Channels implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(RedisChannels.name);
  private readonly pending = new Map<string, unknown[]>();
  /** Resolves when everything sent so far has been written. */
  private sent: Promise<void> = Promise.resolve();
  private readonly followed = new Map<string, (messages: never[]) => void>();
  private readonly publisher: Redis;
  private readonly subscriber: Redis;

  constructor(private readonly config: Config) {
    super();
    const url = config.env.REDIS_URL!;
    // Without an offline queue, messages are dropped while Redis is unavailable instead of accumulating.
    this.publisher = new Redis(url, { lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0 });
    // Subscribes only once it is ready: a SUBSCRIBE sent before ioredis's handshake makes it reconnect without some subscriptions.
    this.subscriber = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null, autoResubscribe: false });
    this.subscriber.on('ready', () => this.listen([...this.followed.keys()]));
    for (const redis of [this.publisher, this.subscriber])
      redis.on('error', (err: Error) => this.log.debug({ msg: 'Redis is unavailable', err }));
    this.subscriber.on('message', (topic, messages) => this.followed.get(topic)?.(JSON.parse(messages) as never[]));
  }

  /** Resolves when it can send, so that the first change of a new process is published. */
  async onModuleInit(): Promise<void> {
    await withPatience(this.publisher.connect());
  }

  async onApplicationShutdown(): Promise<void> {
    await withPatience(this.sent);
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }

  open<Message>(name: string, receive: (workspaceId: string, messages: Message[]) => void): Channel<Message> {
    const topicOf = (workspaceId: string) => `${this.config.env.REDIS_PREFIX}:${name}:${workspaceId}`;
    return {
      send: (workspaceId, messages) => this.send(topicOf(workspaceId), messages),
      follow: (workspaceId, isFollowed) =>
        this.follow(topicOf(workspaceId), isFollowed ? (messages) => receive(workspaceId, messages) : null),
    };
  }

  // Messages of one turn of the event loop are sent together.
  private send(topic: string, messages: readonly unknown[]): void {
    if (this.pending.size === 0) this.sent = this.flushSoon(this.sent);
    const own = this.pending.get(topic);
    if (own) own.push(...messages);
    else this.pending.set(topic, [...messages]);
  }

  private async flushSoon(before: Promise<void>): Promise<void> {
    await nextTurn();
    await this.flush().catch(() => undefined);
    await before;
  }

  private async flush(): Promise<void> {
    const batch = [...this.pending];
    this.pending.clear();
    const counts = (await this.publisher.pubsub('NUMSUB', ...batch.map(([topic]) => topic))) as (string | number)[];
    const followed = batch.filter((_, index) => Number(counts[2 * index + 1]) > 0);
    await Promise.all(followed.map(([topic, messages]) => this.publisher.publish(topic, JSON.stringify(messages))));
  }

  private follow(topic: string, receive: ((messages: never[]) => void) | null): void {
    if (receive) this.followed.set(topic, receive);
    else this.followed.delete(topic);
    if (this.subscriber.status === 'wait') void this.subscriber.connect().catch(() => undefined);
    if (this.subscriber.status !== 'ready') return;
    if (receive) this.listen([topic]);
    else void this.subscriber.unsubscribe(topic).catch(() => undefined);
  }

  private listen(topics: string[]): void {
    if (topics.length > 0) void this.subscriber.subscribe(...topics).catch(() => undefined);
  }
}

const withPatience = (promise: Promise<void>) =>
  Promise.race([promise.catch(() => undefined), wait(PATIENCE_MS, undefined, { ref: false })]);
