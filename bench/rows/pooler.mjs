import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PgBouncer } from '../../test/faults/support/pgbouncer.mjs';
import { STEPS, WORKSPACES } from '../support/contest.mjs';
import { metered } from '../support/meter.mjs';
import { median } from '../support/numbers.mjs';
import { automation, recordCheck } from './ours.mjs';

const TURNS = { short: 1, full: 4, long: 10 };

// What the product needs of a database behind a pooler: see docs/scale.md.
const SETTINGS = { statement_timeout: '30s', lock_timeout: '15s', idle_in_transaction_session_timeout: '30s' };

const verify = recordCheck({ events: 1, steps: STEPS });

async function furnish(stage, { name, bouncer, environment }) {
  const database = await stage.database(`pooler_${name}`);
  const settings = { WORKSPACE_CONCURRENCY: '50', REDIS_PREFIX: database.name, ...environment };
  if (bouncer) {
    for (const [setting, value] of Object.entries(SETTINGS))
      await stage.query(database.name, `ALTER DATABASE ${database.name} SET ${setting} = '${value}'`);
    const url = stage.postgres.url(database.name, { port: bouncer.port });
    Object.assign(settings, { DATABASE_URL: url, DATABASE_POOLER: 'transaction' });
  }
  const driver = await stage.ours(database, settings);
  await driver.call('makeWorkspaces', { count: WORKSPACES, automations: [automation] });
  const { executions } = await driver.call('burst', { seconds: 3, window: 1_000 });
  return { database, driver, executions, seen: [] };
}

async function measure(stage, scene, { seconds, bouncer }) {
  const groups = { node: [scene.driver.pid], postgres: stage.servers.postgres, bouncer: [bouncer.child.pid] };
  const { result, cpu } = await metered(groups, () => scene.driver.call('burst', { seconds, window: 1_000 }));
  scene.executions += result.executions;
  const per1000 = Object.entries(cpu).map(([name, used]) => [name, (used / result.executions) * 1_000]);
  scene.seen.push({ perSecond: result.executions / result.seconds, ...Object.fromEntries(per1000) });
}

async function play(stage, { seconds, size, environment = {} }) {
  if (spawnSync('pgbouncer', ['--version']).status !== 0) return { skipped: 'there is no pgbouncer on the PATH' };
  const folder = join(stage.folder, 'pgbouncer');
  mkdirSync(folder, { recursive: true });
  const bouncer = await PgBouncer.start(folder, { postgres: stage.postgres, users: ['postgres'] });
  const direct = await furnish(stage, { name: 'direct', environment });
  const pooled = await furnish(stage, { name: 'pooled', bouncer, environment });
  const scenes = [direct, pooled];
  for (let turn = 0; turn < TURNS[size]; turn++) {
    for (const scene of scenes) await measure(stage, scene, { seconds, bouncer });
    scenes.reverse();
  }
  for (const { database, executions } of scenes) await verify({ stage, database, executions });
  await stage.clear();
  await bouncer.stop();
  const ratio = (figure) => median(pooled.seen.map((each, turn) => each[figure] / direct.seen[turn][figure]));
  return {
    'Postgres CPU, pooled / direct': ratio('postgres'),
    'CPU of our process, pooled / direct': ratio('node'),
    'executions/s, pooled / direct': ratio('perSecond'),
    'PgBouncer CPU / Postgres CPU direct': median(
      pooled.seen.map(({ bouncer: cpu }, turn) => cpu / direct.seen[turn].postgres),
    ),
  };
}

/** What a pooler in transaction mode costs: statements without names, and a process in between. */
export const poolerRow = { name: 'pooler', title: 'Through PgBouncer in transaction mode, beside directly', play };
