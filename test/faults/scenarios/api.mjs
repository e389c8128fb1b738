import { delay } from '../support/wait.mjs';

/** Kills the API process right after an acknowledgement: the relay must dispatch what it committed. */
async function killApi(scenario) {
  const victim = await scenario.victim('api');
  await scenario.inject(async () => {
    await victim.kill();
    scenario.startAnother('api');
  });
}

export const apiScenarios = [
  {
    name: 'kill-api',
    title: 'kill -9 of an API process right after mutations',
    spreadMs: 9_000,
    apis: 2,
    play: (scenario) => scenario.repeat(2, () => killApi(scenario)),
  },
  {
    name: 'kill-api-at-dispatch',
    title: 'kill -9 of an API process before it could dispatch',
    spreadMs: 9_000,
    apis: 2,
    async play(scenario) {
      await scenario.repeat(2, async () => {
        const client = await scenario.pool.connect();
        try {
          // This lock holds back dispatch but not mutations: their events are committed, and none is announced.
          await client.query('BEGIN; LOCK TABLE decision IN SHARE MODE');
          await delay(scenario.random.between(200, 600));
          const victim = await scenario.victim('api');
          await scenario.inject(async () => {
            await victim.kill();
            await client.query('ROLLBACK');
          });
        } finally {
          client.release();
        }
        scenario.startAnother('api');
      });
    },
  },
];
