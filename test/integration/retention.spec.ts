import { Engine } from '../../src/executions/engine/engine.js';
import { Retention } from '../../src/executions/upkeep/retention.js';
import { OF_KIND } from '../../src/executions/upkeep/retention.statements.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer({ RETENTION_DAYS: '90' });
});

afterEach(() => server.close());

const clean = () => server.app.get(Retention, { strict: false }).sweep();

async function rows(): Promise<Record<string, number>> {
  const tables = ['event', 'decision', 'outbox', 'execution', 'step', 'definition'];
  const [row] = await server.database.query<Record<string, number>>(
    `SELECT ${tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`).join()}`,
  );
  return row!;
}

/** A workspace in which an order was won and a task was created for it. */
async function sold(): Promise<{ shop: Workshop; automation: string }> {
  const shop = await Workshop.open(await server.client());
  const automation = await shop.automate([{ type: 'create_task', params: { title: 'Deliver' } }]);
  await win(shop);
  return { shop, automation };
}

async function win(shop: Workshop): Promise<string> {
  const order = await shop.order();
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(order, 'Won');
  return (await ended)[0]!.execution.id;
}

it('deletes the log after the configured days, and nothing of the CRM', async () => {
  const { shop } = await sold();
  await server.advance('80 days');
  await clean();
  expect(await rows()).toMatchObject({ execution: 1, step: 1 });

  await server.advance('20 days');
  await clean();
  // The overdue task's event was caused by the clock and is recent.
  expect(await rows()).toMatchObject({ decision: 0, outbox: 0, execution: 0, step: 0, definition: 1 });
  expect(await shop.events('order.stage_changed')).toEqual([]);
  expect(await shop.tasks()).toEqual(['Deliver']);
  expect(await shop.orders()).toHaveLength(1);
});

it('keeps recent rows beside old ones', async () => {
  const { shop } = await sold();
  await server.advance('100 days');
  const young = await win(shop);
  await clean();

  expect((await shop.executions()).map(({ id }) => id)).toEqual([young]);
  expect(await shop.events('order.stage_changed')).toHaveLength(1);
});

it.each(['QUEUED', 'RUNNING', 'SLEEPING'])(
  'keeps an old %s execution with its event, decision, steps and definition',
  async (status) => {
    const { shop, automation } = await sold();
    // From here on no worker takes it.
    await server.app.get(Engine, { strict: false }).drain();
    await server.database.query(
      `UPDATE execution SET status = $1, next_step = 0, completed_at = NULL, lease_until = clock_now() + interval '200 days', wake_at = clock_now() + interval '200 days'`,
      [status],
    );
    await shop.client.send('UpdateAutomation', { id: automation, input: { name: 'Another version' } });
    await server.database.advanceClock('100 days');
    await clean();

    expect(await rows()).toMatchObject({ execution: 1, step: 1, decision: 1, definition: 2 });
    expect(await shop.events('order.stage_changed')).toHaveLength(1);
  },
);

it('keeps the event of a failed execution as long as the execution can be retried', async () => {
  const { shop } = await sold();
  await server.database.query(
    `UPDATE execution SET status = 'FAILED', completed_at = clock_now() + interval '50 days'`,
  );
  await server.advance('100 days');
  await clean();

  expect(await rows()).toMatchObject({ execution: 1, decision: 1 });
  expect(await shop.events('order.stage_changed')).toHaveLength(1);
});

it('deletes a version that has long been unused, but never the newest one', async () => {
  const { shop, automation } = await sold();
  await shop.client.send('UpdateAutomation', { id: automation, input: { name: 'Second' } });
  await server.advance('100 days');
  await shop.client.send('UpdateAutomation', { id: automation, input: { name: 'Third' } });
  await clean();

  const left = await server.database.query<{ version: number }>('SELECT version FROM definition ORDER BY version');
  expect(left.map(({ version }) => version)).toEqual([2, 3]);
});

it('gives up events that were not dispatched in all that time', async () => {
  await sold();
  await server.database.query(`INSERT INTO outbox (event_id) SELECT id FROM event LIMIT 1`);
  await server.database.advanceClock('100 days');
  await clean();

  expect(await rows()).toMatchObject({ outbox: 0, event: 0 });
});

it('deletes more than one batch in a turn', async () => {
  await server.database.query(`
    INSERT INTO event (id, workspace_id, type, entity_id, payload, cascade_depth, actor_type, root_event_id)
    SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, gen_random_uuid(), 'order.created', gen_random_uuid(), '{}', 0, 'system', gen_random_uuid()
    FROM generate_series(1, 1201) n`);
  await server.database.advanceClock('100 days');
  await clean();

  expect(await rows()).toMatchObject({ event: 0 });
});

it('leaves the cleanup to the worker that holds the lock', async () => {
  await sold();
  await server.database.advanceClock('100 days');
  await server.database.query('SELECT pg_advisory_lock(4803)');
  await clean();

  expect(await rows()).toMatchObject({ execution: 1, step: 1 });
});

describe('a workspace with a retention of its own', () => {
  const cleanWorkspaces = () => server.app.get(Retention, { strict: false }).sweepWorkspaces();
  const keep = (shop: Workshop, retentionDays: number | null) =>
    shop.client.raw(`mutation ($input: UpdateWorkspaceInput!) { updateWorkspace(input: $input) { id } }`, {
      input: { retentionDays },
    });

  it('loses its log after its own days, and its neighbours keep theirs', async () => {
    const { shop } = await sold();
    const { shop: neighbour } = await sold();
    await keep(shop, 10);
    await server.advance('9 days');
    await cleanWorkspaces();
    expect(await shop.executions()).toHaveLength(1);

    await server.advance('2 days');
    await cleanWorkspaces();
    expect(await shop.executions()).toEqual([]);
    expect(await shop.events('order.stage_changed')).toEqual([]);
    expect(await rows()).toMatchObject({ decision: 1, execution: 1, step: 1, definition: 2 });
    expect(await shop.tasks()).toEqual(['Deliver']);
    expect(await neighbour.executions()).toHaveLength(1);
    expect(await neighbour.events('order.stage_changed')).toHaveLength(1);
  });

  it.each(['QUEUED', 'RUNNING', 'SLEEPING'])('keeps an old %s execution with its event and steps', async (status) => {
    const { shop } = await sold();
    await keep(shop, 1);
    await server.app.get(Engine, { strict: false }).drain();
    await server.database.query(
      `UPDATE execution SET status = $1, completed_at = NULL, lease_until = clock_now() + interval '9 days', wake_at = clock_now() + interval '9 days'`,
      [status],
    );
    await server.database.advanceClock('5 days');
    await cleanWorkspaces();

    expect(await rows()).toMatchObject({ execution: 1, step: 1, decision: 1 });
    expect(await shop.events('order.stage_changed')).toHaveLength(1);
  });

  it('is looked through once an hour, at once after a change, and not once it has none', async () => {
    const { shop } = await sold();
    await keep(shop, 1);
    await cleanWorkspaces();
    await server.advance('2 days');
    await server.database.query(`UPDATE workspace SET retention_due_at = clock_now() + interval '1 minute'`);
    await cleanWorkspaces();
    expect(await rows()).toMatchObject({ execution: 1 });

    await keep(shop, null);
    await cleanWorkspaces();
    expect(await rows()).toMatchObject({ execution: 1 });

    await keep(shop, 1);
    await cleanWorkspaces();
    expect(await rows()).toMatchObject({ execution: 0, decision: 0 });
  });

  it('takes turns with others when it has more than one turn deletes', async () => {
    const { shop: large } = await sold();
    const { shop: small } = await sold();
    await server.database.query(EVENTS, [large.client.workspaceId, 50_500]);
    await keep(large, 1);
    await keep(small, 1);
    await server.advance('2 days');

    await cleanWorkspaces();
    expect(await large.events('order.created')).not.toEqual([]);
    expect(await small.executions()).toHaveLength(1);
    await cleanWorkspaces();
    expect(await small.executions()).toEqual([]);
    expect(await server.database.query(`SELECT FROM event WHERE type = 'order.created'`)).toEqual([]);
  });

  it('finds what is old without reading the rows of others', async () => {
    const { shop } = await sold();
    const { shop: neighbour } = await sold();
    await server.database.query(EVENTS, [neighbour.client.workspaceId, 30_000]);
    await server.database.query('VACUUM ANALYZE event');
    await server.database.advanceClock('5 days');

    const [, events] = OF_KIND;
    const values = [1, '00000000-0000-0000-0000-000000000000', shop.client.workspaceId, 'order.created'];
    const [plan] = await server.database.query<{ 'QUERY PLAN': [{ Plan: { 'Shared Hit Blocks': number } }] }>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${events!.delete}`,
      values,
    );
    expect(plan!['QUERY PLAN'][0].Plan['Shared Hit Blocks']).toBeLessThan(100);
  });
});

/** Events of a kind, the oldest from years ago. */
const EVENTS = `
  INSERT INTO event (id, workspace_id, type, entity_id, payload, cascade_depth, actor_type, root_event_id)
  SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, $1, 'order.created', gen_random_uuid(), '{}', 0, 'system', gen_random_uuid()
  FROM generate_series(1, $2::int) n`;
