import { LEASE_SECONDS, SWEEP_SECONDS } from '../support/product.mjs';
import { TcpProxy } from '../support/tcp-proxy.mjs';
import { delay, until } from '../support/wait.mjs';

const TERMINATE = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND (usename LIKE 'worker%' OR usename LIKE 'api%') AND random() < $1`;

const behindProxy = {
  before: async (scenario) => (scenario.proxy = await TcpProxy.start(scenario.stage.databasePort)),
  databasePort: (scenario) => scenario.proxy.port,
};

// Only the first worker: the others take over its executions.
const oneBehindProxy = {
  ...behindProxy,
  databasePort: (scenario, role) =>
    role === 'worker' && scenario.count.worker === 1 ? scenario.proxy.port : undefined,
};

export const databaseScenarios = [
  {
    name: 'postgres-crash',
    title: 'Postgres stopped with -m immediate and started again',
    spreadMs: 10_000,
    play: (scenario) =>
      scenario.repeat(2, async () => {
        const back = await scenario.inject(async () => {
          await scenario.postgres.crash();
          await delay(scenario.random.between(0, 1_500));
          await scenario.postgres.launch();
          return performance.now();
        });
        await delay(1_000);
        scenario.note(
          `the last mutation was refused ${Math.round(scenario.load.lastRefusalAt - back)} ms after Postgres was back`,
        );
      }),
  },
  {
    name: 'backends-terminated',
    title: 'backends terminated in a loop',
    spreadMs: 8_000,
    async play(scenario) {
      const end = Date.now() + (scenario.long ? 24_000 : 8_000);
      while (Date.now() < end) {
        await scenario.inject(() => scenario.query(TERMINATE, [0.3]), { measured: false });
        await delay(scenario.random.between(50, 400));
      }
      await scenario.recovery.after(async () => undefined);
    },
  },
  {
    name: 'network-reset',
    title: 'every connection to Postgres reset',
    spreadMs: 8_000,
    ...behindProxy,
    play: (scenario) => scenario.repeat(5, () => scenario.inject(async () => scenario.proxy.reset())),
  },
  {
    name: 'commit-reply-swallowed',
    title: 'the reply of a COMMIT swallowed',
    spreadMs: 8_000,
    ...behindProxy,
    async play(scenario) {
      await scenario.repeat(
        12,
        async () => {
          const before = scenario.proxy.swallowed;
          scenario.proxy.swallowNextCommit();
          await scenario.inject(() =>
            until(async () => scenario.proxy.swallowed > before, { within: 2_000, every: 10 }),
          );
        },
        { pauseMs: [50, 300] },
      );
      scenario.injected = scenario.proxy.swallowed;
      scenario.proxy.pass();
    },
  },
  {
    name: 'black-hole',
    title: "a worker's connections to Postgres swallowed by the network, then cut",
    spreadMs: 10_000,
    ...oneBehindProxy,
    play: (scenario) =>
      scenario.repeat(1, async () => {
        await scenario.inject(async () => scenario.proxy.blackHole());
        await delay((LEASE_SECONDS + SWEEP_SECONDS) * 1_000);
        scenario.proxy.pass();
      }),
  },
  {
    name: 'black-hole-everyone',
    title: "everyone's connections to Postgres swallowed for 5 s, then cut",
    spreadMs: 10_000,
    ...behindProxy,
    play: (scenario) =>
      scenario.repeat(1, () =>
        scenario.inject(async () => {
          scenario.proxy.blackHole();
          await delay(5_000);
          scenario.proxy.pass();
        }),
      ),
  },
];
