import { delay } from '../support/wait.mjs';
import { restartAll } from './signals.mjs';

/** Mutations must succeed while Redis is unreachable. */
function quickly(scenario, { findings }) {
  const { refused, slowness, lastRefusal } = scenario.load;
  if (refused > 0) findings.broken.push({ what: `${refused} mutations refused without Redis`, lastRefusal });
  // On a slow machine a mutation takes up to 4 s beside any fault. A mutation that waits for Redis takes as long as Redis is down.
  if (slowness.most > 10_000) findings.broken.push({ what: `A mutation took ${slowness.most} ms without Redis` });
}

/** The number of commands that Redis has refused. */
const refusals = async (redis) =>
  Number(/errorstat_NOPERM:count=(\d+)/.exec(await redis.command('INFO', 'errorstats'))?.[1] ?? 0);

export const redisScenarios = [
  {
    name: 'flushall',
    title: 'FLUSHALL',
    spreadMs: 8_000,
    play: (scenario) => scenario.repeat(6, () => scenario.inject(() => scenario.redis.command('FLUSHALL'))),
    check: quickly,
  },
  {
    name: 'enqueues-dropped',
    title: 'every enqueue dropped (Redis refuses it): sweeper only',
    spreadMs: 6_000,
    // Bull enqueues by a script. The feed's PUBLISH still works.
    before: (scenario) => scenario.redis.command('ACL', 'SETUSER', 'default', '-evalsha', '-eval'),
    async play(scenario) {
      await delay(2_000);
      await scenario.inject(async () => undefined);
    },
    async check(scenario, judged) {
      scenario.injected = await refusals(scenario.redis);
      quickly(scenario, judged);
    },
  },
  {
    name: 'redis-killed',
    title: 'Redis killed without persistence and started again',
    spreadMs: 10_000,
    check: quickly,
    play: (scenario) =>
      scenario.repeat(2, () =>
        scenario.inject(async () => {
          await scenario.redis.kill();
          await delay(scenario.random.between(0, 2_500));
          await scenario.redis.launch();
        }),
      ),
  },
  {
    name: 'redis-down',
    title: 'Redis away from the start to the end',
    spreadMs: 6_000,
    withoutRedis: true,
    check: quickly,
    async play(scenario) {
      await delay(2_000);
      await scenario.inject(async () => undefined);
    },
  },
  {
    name: 'redis-down-restart',
    title: 'Redis away while every worker gets SIGTERM',
    spreadMs: 8_000,
    async play(scenario) {
      await scenario.redis.kill();
      await restartAll(scenario);
      await scenario.redis.launch();
    },
    check: quickly,
  },
  {
    name: 'redis-full',
    title: 'Redis full (maxmemory 1, noeviction)',
    spreadMs: 8_000,
    check: quickly,
    async play(scenario) {
      await delay(1_000);
      await scenario.inject(() => scenario.redis.command('CONFIG', 'SET', 'maxmemory', '1'));
      await delay(4_000);
      await scenario.redis.command('CONFIG', 'SET', 'maxmemory', '0');
    },
  },
];
