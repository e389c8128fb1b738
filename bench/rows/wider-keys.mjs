import { readFile } from 'node:fs/promises';
import { STEPS, WORKSPACES } from '../support/contest.mjs';
import { metered } from '../support/meter.mjs';
import { median } from '../support/numbers.mjs';
import { automation, recordCheck } from './ours.mjs';

const TURNS = { short: 2, full: 8, long: 20 };

// Citus wants the distribution column in every unique key. At its end, every look-up by the other columns still uses the key.
const WIDER = `
  ALTER TABLE event DROP CONSTRAINT event_pkey, ADD PRIMARY KEY (id, workspace_id);
  ALTER TABLE execution DROP CONSTRAINT execution_pkey, ADD PRIMARY KEY (id, workspace_id),
    DROP CONSTRAINT execution_event_id_automation_id_key, ADD UNIQUE (event_id, automation_id, workspace_id);
  ALTER TABLE step DROP CONSTRAINT step_pkey, ADD PRIMARY KEY (execution_id, index, workspace_id);
  ALTER TABLE decision DROP CONSTRAINT decision_pkey, ADD PRIMARY KEY (event_id, workspace_id);
  ALTER TABLE outbox ADD workspace_id uuid NOT NULL DEFAULT gen_random_uuid(),
    DROP CONSTRAINT outbox_pkey, ADD PRIMARY KEY (event_id, workspace_id);`;

const SIZE = `
  SELECT sum(pg_total_relation_size(c.oid))::float8 AS bytes
  FROM pg_class c WHERE c.oid IN ('event'::regclass, 'execution'::regclass, 'step'::regclass, 'decision'::regclass)`;
const WAL = `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS bytes`;

const verify = recordCheck({ events: 1, steps: STEPS });

async function furnish(stage, { name, change, environment }) {
  const database = await stage.database(`keys_${name}`);
  const driver = await stage.ours(database, {
    WORKSPACE_CONCURRENCY: '50',
    REDIS_PREFIX: database.name,
    ...environment,
  });
  if (change) await stage.query(database.name, change);
  await driver.call('makeWorkspaces', { count: WORKSPACES, automations: [automation] });
  const { executions } = await driver.call('burst', { seconds: 3, window: 1_000 });
  return { database, driver, executions, seen: [] };
}

async function measure(stage, scene, seconds) {
  const walOf = async () => (await stage.query(scene.database.name, WAL))[0].bytes;
  const before = await walOf();
  const groups = { node: [scene.driver.pid], postgres: stage.servers.postgres };
  const { result, cpu } = await metered(groups, () => scene.driver.call('burst', { seconds, window: 1_000 }));
  scene.executions += result.executions;
  scene.seen.push({
    perSecond: result.executions / result.seconds,
    postgres: (cpu.postgres / result.executions) * 1_000,
    wal: ((await walOf()) - before) / result.executions,
  });
}

async function play(stage, { seconds, size, environment = {} }) {
  const conflict = await widerConflict(stage.dist);
  const now = await furnish(stage, { name: 'now', environment });
  const wider = await furnish(stage, { name: 'wider', change: `${WIDER}${conflict}`, environment });
  // The same schema again: the distance of its ratio from 1 is the measurement error of the other.
  const again = await furnish(stage, { name: 'again', environment });
  const scenes = [now, wider, again];
  await stage.settle();
  for (let turn = 0; turn < TURNS[size]; turn++) {
    for (const scene of scenes) await measure(stage, scene, seconds);
    scenes.reverse();
  }
  for (const { database, executions } of scenes) await verify({ stage, database, executions });
  const of = (scene, figure) => median(scene.seen.map((each) => each[figure]));
  const ratio = (scene, figure) => median(scene.seen.map((each, turn) => each[figure] / now.seen[turn][figure]));
  const bytes = async ({ database, executions }) => (await stage.query(database.name, SIZE))[0].bytes / executions;
  return {
    'Postgres CPU s/1000, keys of now': of(now, 'postgres'),
    'Postgres CPU, wider / now': ratio(wider, 'postgres'),
    'Postgres CPU, now again / now': ratio(again, 'postgres'),
    'executions/s, wider / now': ratio(wider, 'perSecond'),
    'executions/s, now again / now': ratio(again, 'perSecond'),
    'WAL bytes an execution, keys of now': of(now, 'wal'),
    'WAL, wider / now': ratio(wider, 'wal'),
    'bytes on disk an execution, keys of now': await bytes(now),
    'bytes on disk, wider / now': (await bytes(wider)) / (await bytes(now)),
  };
}

/** The function that records steps, with the wider key of its table. */
async function widerConflict(dist) {
  const text = await readFile(`${dist}/executions/sql/write-steps.sql`, 'utf8');
  return text.replace('ON CONFLICT (execution_id, index)', 'ON CONFLICT (execution_id, index, workspace_id)');
}

/** What workspace_id in the primary keys of the log costs, which distributing its tables requires. */
export const widerKeysRow = {
  name: 'wider-keys',
  title: 'The keys of the log, and the same with workspace_id at their end',
  play,
};
