import pg from 'pg';
import { WORKSPACES, STEPS } from '../support/contest.mjs';
import { metered } from '../support/meter.mjs';
import { median } from '../support/numbers.mjs';
import { automation, recordCheck } from './ours.mjs';

const TURNS = { short: 1, full: 3, long: 7 };
const OPEN = 200;

const WAITING = `
  SELECT wait_event_type || ' ' || wait_event AS what FROM pg_stat_activity
  WHERE state = 'active' AND wait_event_type IN ('LWLock', 'Lock', 'IO') AND pid <> pg_backend_pid()`;
const WAL = `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS bytes`;

const verify = recordCheck({ events: 1, steps: STEPS });

/** A process of the engine for each server; the workspaces are divided between them. */
async function furnish(stage, { name, servers, environment }) {
  const halves = [];
  for (const postgres of servers) {
    const database = await stage.database(`servers_${name}`, postgres);
    // One Redis for all: each installation has its own keys in it.
    const settings = { WORKSPACE_CONCURRENCY: '50', REDIS_PREFIX: database.name, ...environment };
    const driver = await stage.ours(database, settings);
    await driver.call('makeWorkspaces', { count: WORKSPACES / servers.length, automations: [automation] });
    // One connection for all looks: opening one costs more than the look.
    const watcher = new pg.Client({ connectionString: postgres.url(database.name) });
    await watcher.connect();
    halves.push({ postgres, database, driver, watcher, executions: 0 });
  }
  return { halves, seen: [], waits: new Map(), looks: 0 };
}

async function measure(stage, scene, seconds) {
  const { halves } = scene;
  const walOf = async () => {
    const found = await Promise.all(halves.map(({ postgres }) => postgres.admin(WAL)));
    return found.reduce((sum, [{ bytes }]) => sum + bytes, 0);
  };
  const before = await walOf();
  const groups = {
    node: halves.map(({ driver }) => driver.pid),
    postgres: halves.map(({ postgres }) => postgres.child.pid),
    redis: stage.servers.redis,
  };
  const watch = setInterval(() => void look(scene).catch(() => undefined), 100);
  const { result, cpu } = await metered(groups, () =>
    Promise.all(halves.map(({ driver }) => driver.call('burst', { seconds, window: OPEN / halves.length }))),
  ).finally(() => clearInterval(watch));
  const executions = result.reduce((sum, each) => sum + each.executions, 0);
  for (const [index, half] of halves.entries()) half.executions += result[index].executions;
  return {
    executions,
    perSecond: executions / Math.max(...result.map((each) => each.seconds)),
    wal: ((await walOf()) - before) / executions,
    ...Object.fromEntries(Object.entries(cpu).map(([name, used]) => [name, (used / executions) * 1_000])),
  };
}

/** Counts what backends wait for at this moment. */
async function look(scene) {
  const rows = (await Promise.all(scene.halves.map(({ watcher }) => watcher.query(WAITING)))).flatMap(
    ({ rows: each }) => each,
  );
  scene.looks += 1;
  for (const { what } of rows) scene.waits.set(what, (scene.waits.get(what) ?? 0) + 1);
}

const most = ({ waits, looks }) =>
  [...waits]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([what, count]) => `${what} ${(count / looks).toFixed(2)}`)
    .join(', ');

async function play(stage, { seconds, size, environment = {} }) {
  const first = stage.postgres;
  const scenes = {
    one: await furnish(stage, { name: 'one', servers: [first], environment }),
    two: await furnish(stage, { name: 'two', servers: [first, await stage.anotherPostgres()], environment }),
  };
  // The first turn is the warm-up.
  for (let turn = 0; turn <= TURNS[size]; turn++)
    for (const scene of turn % 2 ? [scenes.one, scenes.two] : [scenes.two, scenes.one]) {
      const figures = await measure(stage, scene, turn === 0 ? 2 : seconds);
      if (turn > 0) scene.seen.push(figures);
    }
  for (const { postgres, database, executions, watcher } of [...scenes.one.halves, ...scenes.two.halves]) {
    await watcher.end();
    await verify({ stage: { query: (name, text) => postgres.admin(text, [], name) }, database, executions });
  }
  const of = (name, figure) => median(scenes[name].seen.map((each) => each[figure]));
  const cpuOf = (name) => of(name, 'node') + of(name, 'postgres') + of(name, 'redis');
  return {
    'executions/s, one server': of('one', 'perSecond'),
    'executions/s, two servers': of('two', 'perSecond'),
    'executions/s, two / one': of('two', 'perSecond') / of('one', 'perSecond'),
    'Postgres CPU s/1000, one server': of('one', 'postgres'),
    'Postgres CPU s/1000, two servers': of('two', 'postgres'),
    'CPU s/1000 of all, one server': cpuOf('one'),
    'CPU s/1000 of all, two servers': cpuOf('two'),
    'WAL bytes an execution, one server': of('one', 'wal'),
    'WAL bytes an execution, two servers': of('two', 'wal'),
    note: `backends that wait at a moment: one server ${most(scenes.one)}; two servers ${most(scenes.two)}`,
  };
}

/** What dividing the workspaces between two servers of Postgres adds. */
export const twoServersRow = {
  name: 'two-servers',
  title: 'Workspaces divided between two servers of Postgres, beside one server with all',
  play,
};
