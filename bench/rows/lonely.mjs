import { metered } from '../support/meter.mjs';
import { median } from '../support/numbers.mjs';
import { automation } from './ours.mjs';

const WORKSPACES = 20;
const RATE = 20;
const TURNS = 8;

const TRANSACTIONS = `SELECT xact_commit + xact_rollback AS count FROM pg_stat_database WHERE datname = $1`;

async function furnish(stage, { name, isBefore, environment }) {
  const database = await stage.database(`lonely_${name}`);
  const build = isBefore ? { BENCH_DIST: stage.before } : {};
  const driver = await stage.ours(database, { WORKSPACE_CONCURRENCY: '50', ...environment, ...build });
  await driver.call('makeWorkspaces', { count: WORKSPACES, automations: [automation] });
  await driver.call('burst', { seconds: 3, window: 100 });
  return { stage, database, driver, seen: [] };
}

async function play(stage, { seconds, environment = {} }) {
  const now = await furnish(stage, { name: 'now', environment });
  const scenes = [now];
  if (stage.before) {
    scenes.push(await furnish(stage, { name: 'before', isBefore: true, environment }));
    // The earlier build a second time: the distance of its ratio from 1 is the measurement error.
    scenes.push(await furnish(stage, { name: 'again', isBefore: true, environment }));
  }
  await stage.settle();
  for (let turn = 0; turn < TURNS; turn++) {
    for (const scene of scenes) scene.seen.push(await measure(scene, seconds));
    scenes.reverse();
  }
  const figures = Object.fromEntries(
    Object.keys(now.seen[0]).map((measured) => [measured, median(now.seen.map((each) => each[measured]))]),
  );
  const before = scenes.find(({ database }) => database.name.includes('before'));
  for (const scene of scenes.filter((each) => before && each !== before))
    for (const measured of Object.keys(figures).filter((name) => !name.includes('/ before')))
      figures[`${measured}, ${scene === now ? 'now' : 'before again'} / before`] = median(
        scene.seen.map((each, turn) => each[measured] / before.seen[turn][measured]),
      );
  return figures;
}

async function measure({ stage, database, driver }, seconds) {
  const before = await transactionsOf(stage, database);
  const { result, cpu } = await metered({ node: [driver.pid], ...stage.servers }, () =>
    driver.call('steady', { seconds, rate: RATE }),
  );
  const { executions, p50, p95 } = result;
  const perThousand = (cpuSeconds) => (cpuSeconds / executions) * 1_000;
  return {
    'CPU s/1000': perThousand(cpu.node),
    'CPU of Postgres s/1000': perThousand(cpu.postgres),
    'p50 ms': p50,
    'p95 ms': p95,
    transactions: ((await transactionsOf(stage, database)) - before) / executions,
  };
}

async function transactionsOf(stage, database) {
  const [row] = await stage.query('postgres', TRANSACTIONS, [database.name]);
  return Number(row.count);
}

/** One execution at a time, 20 a second: what people wait for when little happens. */
export const lonelyRow = { name: 'lonely', title: 'Executions one at a time, 20 a second', play };
