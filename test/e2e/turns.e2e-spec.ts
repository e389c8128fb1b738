import { Gate } from '../support/gate.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { Workshop } from '../support/workshop.js';
import { Sweeper } from '../../src/executions/upkeep/sweeper.js';

let server: TestServer;
let receiver: WebhookReceiver;
let gate: Gate;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer({ OUTBOUND_ALLOWLIST: '127.0.0.1/32' });
  await server.database.query(COUNT_AT_EVERY_START);
});

beforeEach(async () => {
  gate = new Gate();
  receiver = await WebhookReceiver.start(gate.before());
  shop = await Workshop.open(await server.client(), { stages: ['New', 'Won', 'Lost', 'Back'] });
});

afterEach(() => receiver.close());

afterAll(() => server.close());

const call = (payload: object = {}) => ({ key: 'call', type: 'webhook', params: { url: receiver.url, payload } });

const orders = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, n) => shop.order({ name: `Order ${n}` })));

/** The number of executions by status, after everything was dispatched and a sweep started what can run. */
async function standing({ client }: Workshop): Promise<Record<string, number>> {
  while ((await server.database.query('SELECT FROM outbox')).length > 0);
  await server.app.get(Sweeper, { strict: false }).sweep();
  const rows = await server.database.query<{ status: string; count: number }>(
    'SELECT status, count(*)::int AS count FROM execution WHERE workspace_id = $1 GROUP BY 1',
    [client.workspaceId],
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

it('runs at most five executions of a workspace at once, and all of them in the end', async () => {
  await shop.automate([call()]);
  const twelve = await orders(12);

  const ended = server.ended(shop.client.workspaceId, 12);
  await Promise.all(twelve.map((order) => shop.move(order, 'Won')));
  await receiver.received(5);
  expect(await standing(shop)).toEqual({ RUNNING: 5, QUEUED: 7 });
  expect(receiver.requests).toHaveLength(5);

  gate.open();
  await ended;
  expect(await standing(shop)).toEqual({ SUCCEEDED: 12 });
  expect(receiver.requests).toHaveLength(12);
  expect(gate.peak).toBe(5);
  expect(await mostAtOnce(shop)).toBe(5);
});

/** The highest number of a workspace's executions that were RUNNING when another one was admitted, as Postgres saw it. */
async function mostAtOnce({ client }: Workshop): Promise<number> {
  const [row] = await server.database.query<{ most: number }>(
    'SELECT max(running)::int AS most FROM seen WHERE workspace_id = $1',
    [client.workspaceId],
  );
  return row!.most;
}

const COUNT_AT_EVERY_START = `
  CREATE TABLE seen (workspace_id uuid, running bigint);
  CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO seen SELECT NEW.workspace_id, count(*) FROM execution WHERE workspace_id = NEW.workspace_id AND status = 'RUNNING';
    RETURN NULL;
  END $$;
  CREATE TRIGGER see AFTER UPDATE ON execution FOR EACH ROW
    WHEN (NEW.status = 'RUNNING' AND OLD.status <> 'RUNNING') EXECUTE FUNCTION see()`;

it('does not delay another workspace while one waits for its slots', async () => {
  await shop.automate([call()]);
  const twelve = await orders(12);
  await Promise.all(twelve.map((order) => shop.move(order, 'Won')));
  await receiver.received(5);

  const neighbour = await Workshop.open(await server.client());
  await neighbour.automate([{ type: 'create_task', params: { title: 'Done' } }]);
  const ended = server.ended(neighbour.client.workspaceId);
  await neighbour.move(await neighbour.order(), 'Won');
  await ended;

  expect(await neighbour.tasks()).toEqual(['Done']);
  expect(await standing(shop)).toEqual({ RUNNING: 5, QUEUED: 7 });
  const all = server.ended(shop.client.workspaceId, 12);
  gate.open();
  await all;
});

it('gives a sleeping execution no slot', async () => {
  const sleeper = await shop.automate([{ type: 'create_task', delay: '1h', params: { title: 'Later' } }]);
  await Promise.all((await orders(8)).map((order) => shop.move(order, 'Won')));
  await server.quiet();
  expect(await standing(shop)).toEqual({ SLEEPING: 8 });

  await shop.client.raw(
    `mutation($id: ID!) { setAutomationEnabled(id: $id, enabled: false, sleeping: LET_FINISH) { id } }`,
    { id: sleeper },
  );
  await shop.automate([call()]);
  const ended = server.ended(shop.client.workspaceId, 5);
  await Promise.all((await orders(5)).map((order) => shop.move(order, 'Won')));
  await receiver.received(5);
  expect(await standing(shop)).toEqual({ SLEEPING: 8, RUNNING: 5 });
  gate.open();
  await ended;
});

it('runs the executions on one order one at a time, in the order of their events', async () => {
  await shop.automate([call({ to: '{{ toStage.name }}' })], { trigger: shop.onStage() });
  const order = await shop.order();

  const ended = server.ended(shop.client.workspaceId, 4);
  for (const stage of ['Won', 'Lost', 'Back', 'New']) await shop.move(order, stage);
  await receiver.received(1);
  expect(await standing(shop)).toEqual({ RUNNING: 1, QUEUED: 3 });
  gate.open();
  await ended;

  expect(receiver.requests.map(({ body }) => (JSON.parse(body) as { to: string }).to)).toEqual([
    'Won',
    'Lost',
    'Back',
    'New',
  ]);
  expect(gate.peak).toBe(1);
});

it('does not let two automations of one event on one order overlap', async () => {
  for (const name of ['A', 'B', 'C'])
    await shop.automate(
      [call({ name }), call({ name })].map((action, n) => ({ ...action, key: `call${n}` })),
      { name },
    );

  const ended = server.ended(shop.client.workspaceId, 3);
  await shop.move(await shop.order(), 'Won');
  await receiver.received(1);
  expect(await standing(shop)).toEqual({ RUNNING: 1, QUEUED: 2 });
  gate.open();
  await ended;

  expect(receiver.requests.map(({ body }) => (JSON.parse(body) as { name: string }).name)).toEqual([
    'A',
    'A',
    'B',
    'B',
    'C',
    'C',
  ]);
  expect(gate.peak).toBe(1);
});

it("does not let one automation wait for another's delay on the same order", async () => {
  await shop.automate([{ type: 'create_task', delay: '1d', params: { title: 'Tomorrow' } }], { name: 'A' });
  await shop.automate([{ type: 'create_task', params: { title: 'Today' } }], { name: 'B' });

  const ended = server.ended(shop.client.workspaceId);
  await shop.move(await shop.order(), 'Won');
  const changes = await ended;

  expect((await shop.execution(changes.at(-1)!.execution.id)).automation.name).toBe('B');
  expect(await shop.tasks()).toEqual(['Today']);
});

it('runs other orders before further executions of a busy one', async () => {
  await shop.automate([call({ order: '{{ order.name }}' })], { trigger: shop.onStage() });
  const busy = await shop.order({ name: 'busy' });
  for (let round = 0; round < 20; round++) for (const stage of ['Won', 'Lost']) await shop.move(busy, stage);
  await receiver.received(1);
  for (const order of await orders(3)) await shop.move(order, 'Won');

  await receiver.received(4);
  expect(await standing(shop)).toEqual({ RUNNING: 4, QUEUED: 39 });
  const ended = server.ended(shop.client.workspaceId, 43);
  gate.open();
  await ended;
});
