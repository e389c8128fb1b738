import pg from 'pg';
import { Retention } from '../../src/executions/upkeep/retention.js';
import { LogPage } from '../../src/platform/paging/log-page.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;

// Periods of 10 days.
beforeEach(async () => {
  server = await startTestServer({ RETENTION_DAYS: '80' });
});

afterEach(() => server.close());

const sweep = () => server.app.get(Retention, { strict: false }).sweep();

/** The names of the periods, oldest first. */
const periods = async () =>
  (await server.database.query<{ name: string }>(`SELECT name FROM log_periods(80)`)).map(({ name }) => name);

/** Stores events with ids of this time by the engine's clock; resolves with their partitions. */
const store = async (inTime: string, { count = 1, workspaceId = '01900000-0000-7000-8000-000000000009' } = {}) =>
  (
    await server.database.query<{ partition: string }>(
      `INSERT INTO event (id, workspace_id, type, entity_id, payload, cascade_depth, actor_type, root_event_id)
       SELECT (left(log_id_at(clock_now() + $1::interval)::text, 24) || lpad(to_hex(n), 12, '0'))::uuid, $2, 'order.created', gen_random_uuid(), '{}', 0, 'system', gen_random_uuid()
       FROM generate_series(1, $3::int) n RETURNING tableoid::regclass::text AS partition`,
      [inTime, workspaceId, count],
    )
  ).map(({ partition }) => partition);

const partitionsOf = async (table: string) =>
  (await server.database.query<{ name: string }>(`SELECT tableoid::regclass::text AS name FROM ${table}`)).map(
    ({ name }) => name,
  );

/** A workspace with an execution that has done one step and sleeps for 150 days before the next. */
async function asleep(): Promise<Workshop> {
  const shop = await Workshop.open(await server.client());
  await shop.automate([
    { key: 'first', type: 'create_task', params: { title: 'First' } },
    { key: 'second', type: 'create_task', params: { title: 'Second' }, delay: '30d' },
  ]);
  const order = await shop.order();
  const sleeping = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(order, 'Won');
  await sleeping;
  await server.database.query(`UPDATE execution SET wake_at = clock_now() + interval '150 days'`);
  return shop;
}

it('adds periods ahead, with all indexes, and only as many as are needed', async () => {
  await sweep();
  const ahead = await periods();
  await sweep();

  expect(await periods()).toEqual(ahead);
  expect(ahead).toHaveLength(2);
  expect(await store('0 days')).toEqual(['event_first']);
  expect(await store('5 days')).toEqual([`event_${ahead[1]}`]);
  const indexes = await server.database.query<{ count: string }>(
    `SELECT count(*) FROM pg_indexes WHERE tablename IN ('event_first', $1) GROUP BY tablename`,
    [`event_${ahead[1]}`],
  );
  expect(indexes[0]).toEqual(indexes[1]);
});

it('stores what no period covers, and goes on an hour ahead', async () => {
  await server.database.advanceClock('30 days');
  expect(await store('0 days')).toEqual(['event_default']);
  await sweep();

  expect(await store('30 minutes')).toEqual(['event_default']);
  expect(await store('2 hours')).toEqual([`event_${(await periods())[1]}`]);
  expect(await partitionsOf('event')).toHaveLength(3);
});

it('drops periods that nothing needs, and keeps the others', async () => {
  await sweep();
  const [, second] = await periods();
  await store('0 days', { count: 3 });
  await store('9 days', { count: 2 });
  await server.database.advanceClock('82 days');
  await sweep();

  expect((await periods())[0]).toBe(second);
  expect(await partitionsOf('event')).toEqual([`event_${second}`, `event_${second}`]);
});

it('keeps what an execution needs when its period is dropped, until the execution has ended and is old', async () => {
  const shop = await asleep();
  await store('1 hour');
  await sweep();
  await server.database.advanceClock('100 days');
  await sweep();

  expect(await periods()).not.toContain('first');
  for (const table of ['event', 'decision']) expect(await partitionsOf(table)).toEqual([`${table}_default`]);
  // The second one waits.
  expect(await partitionsOf('step')).toEqual(['step_default', 'step_default']);
  const ended = server.ended(shop.client.workspaceId);
  await server.advance('51 days');
  expect((await ended).at(-1)!.execution.status).toBe('SUCCEEDED');
  expect(await shop.tasks()).toEqual(['First', 'Second']);
  expect(await shop.events('order.stage_changed')).toHaveLength(1);

  await server.database.advanceClock('100 days');
  await sweep();
  expect(await partitionsOf('execution')).toEqual([]);
  for (const table of ['decision', 'step']) expect(await partitionsOf(table)).toEqual([]);
  expect(await shop.events('order.stage_changed')).toEqual([]);
});

it('keeps an event that waits in the outbox', async () => {
  await store('0 days', { count: 2 });
  await server.database.query(
    `INSERT INTO outbox (event_id, stored_at) SELECT id, clock_now() + interval '99 days' FROM event ORDER BY id LIMIT 1`,
  );
  await server.database.advanceClock('100 days');
  await sweep();

  expect(await partitionsOf('event')).toEqual(['event_default']);
});

it('deletes the other rows of a period that more executions need than are copied', async () => {
  const shop = await asleep();
  await server.database.query(
    `INSERT INTO execution (id, workspace_id, automation_id, automation_version, definition_id, trigger_type, event_id, event_seq, cascade_depth, status)
     SELECT (left(id::text, 24) || lpad(to_hex(n), 12, '0'))::uuid, workspace_id, gen_random_uuid(), 1, definition_id, trigger_type, event_id, n, 0, 'SLEEPING'
     FROM execution, generate_series(1, 1001) n`,
  );
  await store('0 days', { count: 3 });
  await server.database.query(
    `INSERT INTO step (execution_id, index, workspace_id, key, action_type, status, attempts) SELECT id, 0, workspace_id, 'gone', 'x', 'SUCCEEDED', 1 FROM event`,
  );
  await server.database.advanceClock('100 days');
  await sweep();

  expect(await periods()).toContain('first');
  expect(await partitionsOf('event')).toEqual(['event_first']);
  expect(await partitionsOf('step')).toEqual(['step_first', 'step_first']);
  expect(await shop.events('order.stage_changed')).toHaveLength(1);
});

it('gives up while a transaction uses the log, lets others write, and drops the period in a later turn', async () => {
  await sweep();
  await store('0 days');
  await server.database.advanceClock('100 days');
  const long = new pg.Client({ connectionString: server.database.url });
  await long.connect();
  try {
    await long.query('BEGIN; SELECT count(*) FROM event');
    const sweeping = sweep();
    const writes = [];
    for (let done = false; !done;) {
      const each = store(`${writes.length} seconds`);
      writes.push(each);
      done = await Promise.race([sweeping.then(() => true), each.then(() => false)]);
    }
    await Promise.all(writes);
    expect(await periods()).toContain('first');

    await long.query('COMMIT');
    await sweep();
    expect(await periods()).not.toContain('first');
    expect(await partitionsOf('event')).toHaveLength(writes.length);
  } finally {
    await long.end();
  }
});

it('shows tenants only their own rows, and no partition', async () => {
  const client = await server.client();
  await sweep();
  await store('0 days', { workspaceId: client.workspaceId });
  await store('5 days');
  const tenant = new pg.Client({ connectionString: server.database.url });
  await tenant.connect();
  try {
    await tenant.query(`SET ROLE crm_tenant; SET crm.workspace = '${client.workspaceId}'`);
    expect((await tenant.query('SELECT FROM event')).rowCount).toBe(1);
    for (const name of [...(await periods()), 'default'])
      await expect(tenant.query(`SELECT FROM event_${name}`)).rejects.toThrow('permission denied');
  } finally {
    await tenant.end();
  }
});

it('reads a page over periods in the order of ids, without sorting them', async () => {
  const { workspaceId } = await server.client();
  await sweep();
  for (const days of [0, 3, 6]) await store(`${days} days`, { workspaceId, count: 10_000 });
  await server.database.query('VACUUM ANALYZE event');
  const log = { table: 'event', columns: (r: string) => `${r}.id`, kind: 'type', time: 'occurred_at' };
  const { text, values } = new LogPage(log, workspaceId, { limit: 50, afterId: null })
    .where('r.type =', 'order.created')
    .statement('narrowed');
  const plan = JSON.stringify(await server.database.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values));

  expect(plan).toContain('Append');
  expect(/"Node Type":"Seq Scan"/.test(plan)).toBe(false);
  expect(Number(/"Shared Hit Blocks":(\d+)/.exec(plan)![1])).toBeLessThan(100);
});
