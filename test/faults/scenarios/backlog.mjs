import { delay, until } from '../support/wait.mjs';

const STARTED = `SELECT count(*) FILTER (WHERE status IN ('QUEUED', 'RUNNING'))::int AS waiting FROM execution`;

export const backlogScenarios = [
  {
    name: 'backlog', title: 'thousands of pending executions and two restarts of everything', settleMs: 300_000, spreadMs: 1, endless: false, mix: { internal: 50, webhook: 50 },
    share: 5, longShare: 10, workers: 0, apis: 2,
    async play(scenario) {
      while (scenario.load.progress < 1) await delay(100);
      await until(async () => (await scenario.query(STARTED))[0].waiting >= scenario.wanted, { within: 60_000 });
      scenario.note(`${(await scenario.query(STARTED))[0].waiting} were pending when the workers came`);
      for (let restart = 0; restart < 2; restart++) {
        await Promise.all([1, 2, 3].map(() => scenario.start('worker')));
        await delay(scenario.random.between(500, 1_500));
        await scenario.inject(() => Promise.all([...scenario.living, ...scenario.apis.filter(({ lives }) => lives)].map((product) => product.kill())), { measured: false });
        await scenario.start('api');
      }
      await Promise.all([1, 2, 3].map(() => scenario.start('worker')));
    },
  },
];
