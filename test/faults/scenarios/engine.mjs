import { killAndReplace, ownerOf } from '../support/strikes.mjs';
import { delay, until } from '../support/wait.mjs';

const WAITING = `SELECT count(*) FILTER (WHERE status IN ('QUEUED', 'RUNNING'))::int AS waiting FROM execution`;

const POISON = `SELECT e.id, e.status, e.error ->> 'code' AS code, e.crashes, (SELECT max(attempts) FROM step WHERE execution_id = e.id)::int AS attempts FROM execution e JOIN definition d ON d.id = e.definition_id WHERE d.name = 'poison'`;

// A move to B causes moves to A, B and A; the fourth change is stored, and starts nothing.
const CASCADES = `
  SELECT root.id, count(DISTINCT x.id)::int AS executions,
    (SELECT count(*)::int FROM event e JOIN decision d ON d.event_id = e.id WHERE e.root_event_id = root.id AND d.decisions @> '[{"outcome": "CASCADE_LIMIT"}]') AS cuts
  FROM event root JOIN event e ON e.root_event_id = root.id LEFT JOIN execution x ON x.event_id = e.id
  WHERE root.type = 'order.stage_changed' AND root.cascade_depth = 0 GROUP BY root.id`;

/** Queues poison executions, and kills each worker that runs one, until all of them have been given up. */
async function poison(scenario) {
  const { load, random, world } = scenario;
  const doses = scenario.long ? 6 : 2;
  for (let dose = 0; dose < doses; dose++) while (!(await load.order('poison', random.pick(world))));
  const over = async () => (await scenario.query(POISON)).filter(({ status }) => status === 'FAILED').length === doses;
  const killAll = async () => {
    for (const port of await scenario.outside.poisoned()) {
      const victim = ownerOf(scenario, port);
      if (!victim) continue;
      scenario.injected += 1;
      await victim.kill();
      scenario.startAnother('worker');
    }
    return over();
  };
  await until(killAll, { within: 180_000, every: 20 });
}

async function judgePoison(scenario, { findings }) {
  const rows = await scenario.query(POISON);
  // A worker that was not killed in time waits for an answer until its timeout, which can end a webhook's last attempt.
  const rightly = ({ code, crashes, attempts }) =>
    code === 'CRASHED' ? crashes === 5 : code === 'UNKNOWN_OUTCOME' && attempts > 3;
  for (const row of rows)
    if (!rightly(row)) findings.broken.push({ what: 'poison that was not given up after five crashes', ...row });
}

async function judgeCascades(scenario, { findings }) {
  const rows = await scenario.query(CASCADES);
  scenario.note(`${rows.length} loops, each cut after its fourth execution`);
  for (const row of rows)
    if (row.executions !== 4 || row.cuts !== 1)
      findings.broken.push({ what: 'a loop that was not cut where it should be', ...row });
}

export const engineScenarios = [
  {
    name: 'poison',
    title: 'executions that kill their worker five times, among healthy ones',
    spreadMs: 10_000,
    settleMs: 90_000,
    workers: 3,
    weight: 3,
    play: poison,
    check: judgePoison,
  },
  {
    name: 'loop',
    title: 'A triggers B triggers A, while workers are killed',
    spreadMs: 8_000,
    mix: { cascade: 100 },
    play: (scenario) => scenario.repeat(2, async () => killAndReplace(scenario, await scenario.victim('worker'))),
    check: judgeCascades,
  },
  {
    name: 'backlog',
    title: 'thousands of pending executions and two restarts of everything',
    settleMs: 300_000,
    spreadMs: 1,
    endless: false,
    mix: { internal: 50, webhook: 50 },
    share: 5,
    longShare: 10,
    workers: 0,
    apis: 2,
    weight: 4,
    async play(scenario) {
      const workers = () => Promise.all(Array.from({ length: scenario.long ? 3 : 2 }, () => scenario.start('worker')));
      while (scenario.load.progress < 1) await delay(100);
      await until(async () => (await scenario.query(WAITING))[0].waiting >= scenario.wanted, { within: 60_000 });
      scenario.note(`${(await scenario.query(WAITING))[0].waiting} were pending when the workers came`);
      for (let restart = 0; restart < 2; restart++) {
        await workers();
        await delay(scenario.random.between(500, 1_500));
        await scenario.inject(
          () =>
            Promise.all(
              [...scenario.living, ...scenario.apis.filter(({ lives }) => lives)].map((product) => product.kill()),
            ),
          { measured: false },
        );
        await scenario.start('api');
      }
      await workers();
    },
  },
];
