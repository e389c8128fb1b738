import { Redis } from 'ioredis';
import type { ExecutionChange } from '../../src/executions/log/execution-change.js';
import type { Execution } from '../../src/executions/log/execution.js';
import { RedisFeed } from '../../src/executions/feed/redis-feed.js';
import { RedisChannels } from '../../src/platform/channels/redis-channels.js';
import { newId } from '../../src/kernel/ids.js';
import { Config } from '../../src/platform/config/config.js';

const URL = process.env.TEST_REDIS_URL ?? '';

(URL ? describe : describe.skip)('the feed over Redis', () => {
  const prefix = `test-${newId()}`;
  const workspaceId = newId();
  let redis: Redis;
  type Feed = RedisFeed & { link: RedisChannels };
  let worker: Feed;
  let api: Feed;

  beforeEach(async () => {
    redis = new Redis(URL);
    [worker, api] = [await open(), await open()];
  });

  afterEach(async () => {
    for (const feed of [worker, api]) await feed.link.onApplicationShutdown();
    redis.disconnect();
  });

  async function open(): Promise<Feed> {
    const channels = new RedisChannels(
      Config.from({ REDIS_URL: `${URL}?connectionName=${prefix}`, REDIS_PREFIX: prefix }),
    );
    await channels.onModuleInit();
    return Object.assign(new RedisFeed(channels), { link: channels });
  }

  async function follow(
    feed: RedisFeed,
    id = workspaceId,
  ): Promise<{ next: Promise<ExecutionChange>; changes: AsyncIterableIterator<ExecutionChange> }> {
    const changes = feed.subscribe(id);
    const next = changes.next().then(({ value }) => value as ExecutionChange);
    await followed(1, id);
    return { next, changes };
  }

  async function followed(count: number, id = workspaceId): Promise<void> {
    const found = async () => Number((await redis.pubsub('NUMSUB', channelOf(id)))[1]);
    for (let asked = 0; (await found()) !== count; asked += 1)
      if (asked > 20_000) throw new Error(`${await found()} follow, not ${count}`);
  }

  const channelOf = (id: string) => `${prefix}:execution-feed:${id}`;

  const change = (seq: number, of = workspaceId): ExecutionChange => ({
    execution: {
      id: `${of}-execution`,
      workspaceId: of,
      status: 'RUNNING',
      seq,
      queuedAt: new Date(seq),
      startedAt: null,
    } as Execution,
    steps: [],
  });

  it('sends a subscriber in another process every change, in order, with Date objects', async () => {
    const { next, changes } = await follow(api);
    worker.announce([change(1), change(2)]);
    worker.announce([change(3)]);
    const seen = [
      await next,
      (await changes.next()).value as ExecutionChange,
      (await changes.next()).value as ExecutionChange,
    ];
    expect(seen.map(({ execution }) => execution.seq)).toEqual([1, 2, 3]);
    expect(seen[0]!.execution).toMatchObject({ queuedAt: new Date(1), startedAt: null });
  });

  it('sends nothing about workspaces that nobody follows, or no longer follows', async () => {
    const [kept, left] = [newId(), newId()];
    const sent: string[] = [];
    const spy = new Redis(URL);
    spy.on('pmessage', (_, channel: string) => sent.push(channel));
    await spy.psubscribe(`${prefix}:*`);
    const following = await follow(api, kept);
    const leaving = await follow(api, left);
    await leaving.changes.return!();
    await followed(0, left);

    worker.announce([change(1), change(1, left), change(1, kept)]);

    expect((await following.next).execution.workspaceId).toBe(kept);
    await spy.ping();
    expect(sent).toEqual([channelOf(kept)]);
    spy.disconnect();
  });

  it('sends what was announced just before it stops', async () => {
    const { next } = await follow(api);
    worker.announce([change(1)]);
    await worker.link.onApplicationShutdown();
    expect((await next).execution.seq).toBe(1);
  });

  it('receives every followed workspace, even if many subscribe while it connects', async () => {
    const ids = Array.from({ length: 20 }, newId);
    for (let round = 0; round < 20; round += 1) {
      const feed = await open();
      const all = ids.map((id) => feed.subscribe(id));
      // Yield to the event loop now and then, so that some subscribe at each stage of the connection.
      for (const [index, changes] of all.entries()) {
        void changes.next();
        if (index % 4 === round % 4) await redis.ping();
      }
      for (const id of ids) await followed(1, id);
      await feed.link.onApplicationShutdown();
      for (const id of ids) await followed(0, id);
    }
  });

  it('continues when its connections are restored', async () => {
    const { next } = await follow(api);
    const ours = String(await redis.call('CLIENT', 'LIST'))
      .split('\n')
      .filter((line) => line.includes(`name=${prefix} `));
    for (const line of ours) await redis.call('CLIENT', 'KILL', 'ID', /id=(\d+)/.exec(line)![1]!);
    expect(ours).toHaveLength(3);
    await followed(1);
    let heard = false;
    void next.then(() => (heard = true));
    for (let seq = 1; !heard; seq += 1) {
      worker.announce([change(seq)]);
      await redis.ping();
    }
    expect((await next).execution.workspaceId).toBe(workspaceId);
  });
});
