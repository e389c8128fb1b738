import { EventFeed } from '../../src/automations/decisions/event-feed.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { newId } from '../../src/kernel/ids.js';
import { subscribeToEvents } from '../support/live-events.js';
import { anAutomation, makeSale, send, type Sale } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

let server: TestServer;
let client: Client;
let sale: Sale;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  client = await server.client();
  sale = await makeSale(client);
});

afterAll(() => server.close());

const move = (stage: number) =>
  send(client, 'MoveOrder', { id: sale.order.id, stageId: sale.pipeline.stages[stage]!.id });

const automation = (name: string, parts: object = {}) =>
  send(client, 'CreateAutomation', { input: anAutomation({ name, ...parts }) });

it('sends an event with all its decisions and its cause, after the dispatch', async () => {
  const won = await automation('Won');
  const big = await automation('Big', {
    conditions: { logic: 'AND', conditions: [{ field: 'order.value', operator: 'gt', value: 1000 }] },
  });
  const live = await subscribeToEvents(server, client.key, ['order.stage_changed']);
  await move(1);
  const [event] = await live.until((seen) => seen.length === 1);
  await live.close();

  expect(event).toMatchObject({ type: 'order.stage_changed', actor: { type: 'API_KEY', name: 'admin' } });
  expect(event!.decisions).toHaveLength(2);
  expect(event!.decisions).toContainEqual(
    expect.objectContaining({
      automation: { id: won.id, name: 'Won' },
      outcome: 'STARTED',
      execution: { id: expect.any(String), status: expect.any(String) },
    }),
  );
  expect(event!.decisions).toContainEqual(
    expect.objectContaining({
      automation: { id: big.id, name: 'Big' },
      outcome: 'CONDITIONS_FALSE',
      reason: expect.stringContaining('250'),
      execution: null,
    }),
  );
});

it('also sends an event without listeners, with no decisions', async () => {
  const live = await subscribeToEvents(server, client.key);
  await send(client, 'UpdateContact', { id: sale.contact.id, input: { city: 'Recife' } });
  expect(await live.until((seen) => seen.length === 1)).toMatchObject([{ type: 'field.changed', decisions: [] }]);
  await live.close();
});

it('sends each event once, names the automation that caused it, and filters by type', async () => {
  await automation('Tagger');
  const all = await subscribeToEvents(server, client.key);
  const tags = await subscribeToEvents(server, client.key, ['tag.assigned']);
  await move(1);
  await all.until((seen) => seen.some(({ type }) => type === 'tag.assigned'));
  await tags.until((seen) => seen.length === 1);
  await Promise.all([all.close(), tags.close()]);

  expect(all.seen.map(({ type }) => type)).toEqual(['order.stage_changed', 'tag.assigned']);
  expect(tags.seen.map(({ type, actor }) => [type, actor.type, actor.name])).toEqual([
    ['tag.assigned', 'EXECUTION', 'Tagger'],
  ]);
});

it("sends nothing to another workspace, even if it knows the event's id", async () => {
  const stranger = await server.client();
  const own = await subscribeToEvents(server, client.key);
  const theirs = await subscribeToEvents(server, stranger.key);
  await move(1);
  const [event] = await own.until((seen) => seen.length === 1);
  server.app.get(EventFeed, { strict: false }).announce([{ id: event!.id, workspaceId: stranger.workspaceId }]);
  // This event is published later: if the other had been sent, it would have arrived first.
  await send(stranger, 'CreateContact', { input: { name: 'Bruno' } });
  expect(await theirs.until((seen) => seen.length > 0)).toMatchObject([{ type: 'contact.created' }]);
  await Promise.all([own.close(), theirs.close()]);
});

it('sends nothing that was rolled back', async () => {
  const live = await subscribeToEvents(server, client.key);
  await client.answer('UpdateOrder', { id: sale.order.id, input: { name: '' } });
  await client.answer('MoveOrder', { id: sale.order.id, stageId: newId() });
  await move(1);
  expect(await live.until((seen) => seen.length > 0)).toMatchObject([{ type: 'order.stage_changed' }]);
  await live.close();
});

it('sends a burst of 5,000 completely, with few statements for each subscriber', async () => {
  await automation('Won');
  await move(1);
  await server.quiet();
  const ids = Array.from({ length: 5_000 }, newId);
  await server.database.query(
    `INSERT INTO event (id, workspace_id, type, entity_id, payload, cascade_depth, actor_type, root_event_id)
     SELECT id, $1, 'burst', $3, '{}', 0, 'system', id FROM unnest($2::uuid[]) AS n(id)`,
    [client.workspaceId, ids, sale.contact.id],
  );
  const live = [
    await subscribeToEvents(server, client.key, ['burst']),
    await subscribeToEvents(server, client.key, ['burst']),
  ];
  const statements = countStatements();
  const feed = server.app.get(EventFeed, { strict: false });
  for (const id of ids) feed.announce([{ id, workspaceId: client.workspaceId }]);
  for (const { until } of live) await until((seen) => seen.length === ids.length);
  expect(live.map(({ seen }) => new Set(seen.map(({ id }) => id)).size)).toEqual([5_000, 5_000]);
  expect(statements()).toBeLessThan(100);
  await Promise.all(live.map(({ close }) => close()));
}, 360_000);

it('reads nothing when nobody is subscribed', async () => {
  const statements = countStatements();
  server.app.get(EventFeed, { strict: false }).announce([{ id: newId(), workspaceId: client.workspaceId }]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(statements()).toBe(0);
});

/** Counts the statements that are read for subscribers from now on. */
function countStatements(): () => number {
  const tenants = server.app.get(TenantDatabase, { strict: false });
  const original = tenants.reader;
  let count = 0;
  tenants.reader = (workspaceId) => {
    const reader = original.call(tenants, workspaceId);
    return { ...reader, query: (text, values) => ((count += 1), reader.query(text, values)) };
  };
  return () => {
    tenants.reader = original;
    return count;
  };
}
