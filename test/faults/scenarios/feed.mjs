import { Audience } from '../support/audience.mjs';
import { delay, until } from '../support/wait.mjs';
import { restartAll } from './signals.mjs';

const LAST = `SELECT id, seq, queued_at AS "queuedAt" FROM execution`;

/** Subscribes in every workspace at every API process; resolves when all subscriptions are active. */
async function gather(scenario) {
  scenario.audiences = await Promise.all(scenario.apis.map((api) => Audience.of(api, scenario.world)));
  const listening = await Promise.all(
    scenario.apis.map(({ url }) =>
      until(async () => (await subscriptions(url)) === scenario.world.length, { within: 20_000 }),
    ),
  );
  if (listening.includes(false)) scenario.finds('A subscription did not begin');
  await delay(500);
  scenario.gatheredAt = await databaseTime(scenario);
}

const subscriptions = async (url) =>
  Number(/^crm_open_subscriptions (\d+)/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);

const databaseTime = async (scenario) => (await scenario.query('SELECT clock_now() AS now'))[0].now;

/** Every subscriber received everything in order, and every change of executions queued after `since`. */
async function judgeFeed(scenario, since) {
  const rows = await scenario.query(LAST);
  const lastOf = new Map(rows.filter(({ queuedAt }) => queuedAt > since).map(({ id, seq }) => [id, seq]));
  const everything = new Map(rows.map(({ id, seq }) => [id, seq]));
  for (const audience of scenario.audiences) {
    const { name, disorder, failure } = audience;
    if (failure) scenario.finds(`A subscription at ${name} failed`, { failure: String(failure.message ?? failure) });
    if (disorder.length > 0)
      scenario.finds(`At ${name} ${disorder.length} executions were told out of order`, disorder[0]);
    const missing = audience.gaps(lastOf);
    if (missing.length > 0)
      scenario.finds(`At ${name} ${missing.length} of ${lastOf.size} executions were not told whole`, missing[0]);
    scenario.note(
      `${name}: ${audience.heard.size} executions heard, in order; of ${lastOf.size} every change; ${audience.gaps(everything).length} with a gap that tells`,
    );
    audience.leave();
  }
}

/** The last announcements arrive shortly after the last commit. */
const heardOut = async (scenario, since) => {
  await delay(1_000);
  await judgeFeed(scenario, since);
};

export const feedScenarios = [
  {
    name: 'live-feed',
    title: 'live feed: subscribers at two API processes, every worker restarted (SIGTERM)',
    spreadMs: 8_000,
    apis: 2,
    async play(scenario) {
      await gather(scenario);
      await restartAll(scenario);
    },
    check: (scenario) => heardOut(scenario, scenario.gatheredAt),
  },
  {
    name: 'live-feed-redis',
    title: 'live feed: Redis killed and started again under subscribers at two API processes',
    spreadMs: 10_000,
    apis: 2,
    async play(scenario) {
      await gather(scenario);
      await scenario.repeat(1, () =>
        scenario.inject(async () => {
          await scenario.redis.kill();
          await delay(scenario.random.between(500, 2_000));
          await scenario.redis.launch();
        }),
      );
      // By then every subscriber has reconnected.
      await delay(3_000);
      scenario.backAt = await databaseTime(scenario);
      await delay(2_000);
    },
    check: (scenario) => heardOut(scenario, scenario.backAt),
  },
];
