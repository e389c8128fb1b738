import { EVENTS, LOG, STEPS_OF } from '../support/sql.mjs';
import { automation } from './ours.mjs';

// Executions past the retention; each has an event, a decision and three steps, of which one in a hundred executions has one.
const SIZES = { short: 20_000, full: 170_000, long: 1_700_000 };
const BATCH = 250_000;
const RATE = 20;
const QUIET_SECONDS = 10;
const CHUNK_SECONDS = 5;
const DAYS = 60;

const DECISIONS = `
  INSERT INTO decision (event_id, workspace_id, revision, decisions, decided_at)
  SELECT event_id, workspace_id, 1, jsonb_build_array(jsonb_build_object('automationId', automation_id, 'outcome', 'STARTED', 'executionId', id)), queued_at
  FROM execution WHERE workspace_id = $1`;

// The periods of a server that has run for long: each an eighth of the retention, the log in two of them.
const PERIODS = `
  DO $$ DECLARE t text; k integer; BEGIN
    FOREACH t IN ARRAY ARRAY['event', 'decision', 'step'] LOOP
      EXECUTE format('DROP TABLE %I', t || '_first');
      FOR k IN -11..0 LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', t || '_k' || k + 11, t,
          log_id_at(now() + k * interval '7.5 days'), log_id_at(now() + (k + 1) * interval '7.5 days'));
      END LOOP;
    END LOOP;
  END $$`;

const IS_PARTITIONED = `SELECT relkind = 'p' AS yes FROM pg_class WHERE oid = 'event'::regclass`;

async function measure(stage, { name, count, environment }) {
  const database = await stage.database(`retention_${name}`);
  const live = await stage.ours(database, { ...environment, RETENTION_DAYS: '3650' });
  const [{ yes }] = await stage.query(database.name, IS_PARTITIONED);
  if (yes) await stage.query(database.name, PERIODS);
  const [{ id }] = await live.call('makeWorkspaces', { count: 2, automations: [automation] });
  for (let done = 0; done < count; done += BATCH)
    await stage.query(database.name, LOG, [id, Math.min(BATCH, count - done), done]);
  for (const rows of [EVENTS, DECISIONS, STEPS_OF]) await stage.query(database.name, rows, [id]);
  await stage.query(database.name, 'VACUUM ANALYZE');
  await stage.settle();
  // Runs no executions, so that it does nothing but this.
  const janitor = await stage.ours(database, { ...environment, RETENTION_DAYS: String(DAYS), ROLE: 'api' });
  await live.call('burst', { seconds: 3, window: 100 });
  const quiet = await live.call('steady', { seconds: QUIET_SECONDS, rate: RATE });

  let isDone = false;
  const sweeping = janitor.call('retain', { days: DAYS }).finally(() => (isDone = true));
  const chunks = [];
  do chunks.push(await live.call('steady', { seconds: CHUNK_SECONDS, rate: RATE }));
  while (!isDone);
  const { turns, seconds } = await sweeping;
  await Promise.all([live.stop(), janitor.stop()]);
  return { turns, seconds, quiet: quiet.p95, beside: Math.max(...chunks.map(({ p95 }) => p95)) };
}

async function play(stage, { size, environment = {} }) {
  const count = SIZES[size];
  const now = await measure(stage, { name: 'now', count, environment });
  const figures = {
    executions: count,
    'turns now': now.turns,
    'seconds now': now.seconds,
    'p95 ms before the sweep': now.quiet,
    'p95 ms beside it, worst 5 s': now.beside,
    'p95, beside / before': now.beside / now.quiet,
  };
  if (!stage.before) return figures;
  const before = await measure(stage, {
    name: 'before',
    count,
    environment: { ...environment, BENCH_DIST: stage.before },
  });
  return {
    ...figures,
    'turns of the build before': before.turns,
    'seconds of the build before': before.seconds,
    'seconds, now / before': now.seconds / before.seconds,
    'p95, beside / before, build before': before.beside / before.quiet,
  };
}

/** How long it takes to delete an old log, and what that does to live work, compared with a build from before there were partitions. */
export const retentionRow = {
  name: 'retention',
  title: 'Deleting 1,000,000 rows of the log (10,000,000 in the long form) beside 20 executions a second',
  play,
};
