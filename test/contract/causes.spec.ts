import { Sweeper } from '../../src/executions/upkeep/sweeper.js';
import { Gate } from '../support/gate.js';
import { send } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { status, WebhookReceiver } from '../support/webhook-receiver.js';
import { Workshop } from '../support/workshop.js';

type Wait = { kind: string; until: string | null; detail: string } | null;
type Run = {
  id: string;
  status: string;
  wakeAt: string | null;
  waitingFor: Wait;
  cause: { event: { id: string; type: string } | null; execution: { id: string } | null };
};

let server: TestServer;
let receiver: WebhookReceiver;
let client: Client;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer({ OUTBOUND_ALLOWLIST: '127.0.0.1/32' });
});

beforeEach(async () => {
  client = await server.client();
  shop = await Workshop.open(client, { stages: ['New', 'Won', 'Lost', 'Back'] });
});

afterAll(() => server.close());

const call = () => ({ key: 'call', type: 'webhook', params: { url: receiver.url, payload: {} } });

async function runs(filter: object = {}): Promise<Run[]> {
  const { data } = await client.raw<{ executions: { edges: { node: Run }[] } }>(
    `query ($filter: ExecutionFilter) { executions(first: 100, filter: $filter) { edges { node {
      id status wakeAt waitingFor { kind until detail } cause { event { id type } execution { id } } } } } }`,
    { filter },
  );
  return data.executions.edges.map(({ node }) => node);
}

const reaches = (wanted: string) => server.until(client.workspaceId, ({ execution }) => execution.status === wanted);

it("names the reason for waiting: the workspace's concurrency limit, or another execution on the same order", async () => {
  const gate = new Gate();
  receiver = await WebhookReceiver.start(gate.before());
  await shop.automate([call()]);
  const first = await shop.order();
  await shop.move(first, 'Won');
  await receiver.received(1);
  await shop.move(first, 'Lost');
  await shop.move(first, 'Won');
  while ((await runs({ statuses: ['QUEUED'] })).length < 1);
  const [running] = await runs({ status: 'RUNNING' });
  expect(running!.waitingFor).toBeNull();
  expect((await runs({ status: 'QUEUED' })).map(({ waitingFor }) => waitingFor)).toEqual([
    { kind: 'SUBJECT', until: null, detail: expect.stringContaining(running!.id) },
  ]);

  const others = await Promise.all(Array.from({ length: 5 }, () => shop.order()));
  for (const order of others) await shop.move(order, 'Won');
  await receiver.received(5);
  while ((await runs({ status: 'QUEUED' })).length < 2);
  const kinds = (await runs({ status: 'QUEUED' })).map(({ waitingFor }) => waitingFor!.kind);
  expect(kinds.sort()).toEqual(['PLACE', 'SUBJECT']);
  const ended = server.ended(client.workspaceId, 7);
  gate.open();
  await ended;
  expect((await runs()).map(({ waitingFor }) => waitingFor)).toEqual(Array(7).fill(null));
  await receiver.close();
});

it('names the delay it waits for, until the delay is over', async () => {
  await shop.automate([{ key: 'later', type: 'create_task', params: { title: 'Later' }, delay: '2h' }]);
  const asleep = reaches('SLEEPING');
  await shop.move(await shop.order(), 'Won');
  await asleep;
  const [run] = await runs();
  expect(run!.waitingFor).toEqual({ kind: 'DELAY', until: run!.wakeAt, detail: 'The delay before "later"' });
});

it('names the next attempt it waits for, and why the last one failed', async () => {
  receiver = await WebhookReceiver.start(status(503));
  await shop.automate([call()]);
  const asleep = reaches('SLEEPING');
  await shop.move(await shop.order(), 'Won');
  await asleep;
  const [run] = await runs();
  expect(run!.waitingFor).toEqual({
    kind: 'RETRY',
    until: run!.wakeAt,
    detail: expect.stringMatching(/^Attempt 1 of "call" failed: .*503/),
  });
  await receiver.close();
});

it('names recovery after its worker stopped twice, and the provider when the outcome of a send is unknown', async () => {
  await shop.automate([{ key: 'later', type: 'create_task', params: { title: 'Later' }, delay: '2h' }]);
  const asleep = reaches('SLEEPING');
  await shop.move(await shop.order(), 'Won');
  const {
    execution: { id },
  } = await asleep;
  await server.database.query('UPDATE execution SET crashes = 2 WHERE id = $1', [id]);
  expect((await runs())[0]!.waitingFor).toMatchObject({
    kind: 'RETRY',
    detail: 'Its worker stopped 2 times while running it',
  });
  await server.database.query(`UPDATE step SET status = 'UNKNOWN' WHERE execution_id = $1`, [id]);
  expect((await runs())[0]!.waitingFor).toMatchObject({ kind: 'PROVIDER', detail: expect.stringContaining('"later"') });
});

it('shows what caused an execution and what it caused, along a cascade', async () => {
  await shop.automate([{ key: 'tag', type: 'assign_tag', params: { tagName: 'Won' } }], { name: 'First' });
  await shop.automate([{ key: 'task', type: 'create_task', params: { title: 'Call' } }], {
    name: 'Second',
    trigger: { type: 'tag.assigned' },
  });
  const ended = server.ended(client.workspaceId, 2);
  const order = await shop.order();
  await shop.move(order, 'Won');
  await ended;

  const [second, first] = await runs();
  expect(first!.cause).toMatchObject({ event: { type: 'order.stage_changed' }, execution: null });
  expect(second!.cause).toMatchObject({ event: { type: 'tag.assigned' }, execution: { id: first!.id } });
  const { data } = await client.raw<{
    executions: {
      edges: { node: { id: string; effects: { edges: { node: { type: string } }[]; pageInfo: object } } }[];
    };
  }>('{ executions { edges { node { id effects(first: 1) { edges { node { type } } pageInfo { hasNextPage } } } } } }');
  expect(data.executions.edges.map(({ node: { effects } }) => effects)).toEqual([
    { edges: [{ node: { type: 'task.created' } }], pageInfo: { hasNextPage: false } },
    { edges: [{ node: { type: 'tag.assigned' } }], pageInfo: { hasNextPage: false } },
  ]);
});

it('pages through the effects of an execution without gaps or duplicates', async () => {
  await shop.automate(
    ['A', 'B', 'C'].map((tagName, index) => ({ key: `tag${index}`, type: 'assign_tag', params: { tagName } })),
  );
  const ended = server.ended(client.workspaceId);
  await shop.move(await shop.order(), 'Won');
  await ended;
  const [{ id }] = (await runs()) as [Run];
  const page = async (after: string | null) =>
    (
      await client.raw<{
        execution: {
          effects: {
            edges: { node: { payload: { tag: { name: string } } } }[];
            pageInfo: { endCursor: string; hasNextPage: boolean };
          };
        };
      }>(
        'query ($id: ID!, $after: String) { execution(id: $id) { effects(first: 2, after: $after) { edges { node { payload } } pageInfo { endCursor hasNextPage } } } }',
        { id, after },
      )
    ).data.execution.effects;
  const first = await page(null);
  const second = await page(first.pageInfo.endCursor);
  expect([...first.edges, ...second.edges].map(({ node }) => node.payload.tag.name)).toEqual(['C', 'B', 'A']);
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
});

it('lists executions by contact, by order, and by several statuses', async () => {
  await shop.automate([{ key: 'later', type: 'create_task', params: { title: 'Later' }, delay: '2h' }], {
    name: 'Sleeps',
  });
  await shop.automate([{ key: 'tag', type: 'assign_tag', params: { tagName: 'Won' } }], { name: 'Ends' });
  const other = await send(client, 'CreateContact', { input: { name: 'Bruno' } });
  const [mine, theirs] = [await shop.order(), await shop.order({ contactId: other.id })];
  const ended = server.ended(client.workspaceId, 2);
  for (const order of [mine, theirs]) await shop.move(order, 'Won');
  await ended;
  await server.quiet();
  await server.app.get(Sweeper, { strict: false }).sweep();

  const count = async (filter: object) => (await runs(filter)).length;
  expect(
    await Promise.all([
      count({}),
      count({ orderId: mine }),
      count({ contactId: shop.contactId }),
      count({ contactId: other.id }),
    ]),
  ).toEqual([4, 2, 2, 2]);
  expect(await count({ orderId: mine, contactId: other.id })).toBe(0);
  expect(await count({ orderId: mine, contactId: shop.contactId, statuses: ['SLEEPING'] })).toBe(1);
  expect((await runs({ statuses: ['SLEEPING', 'FAILED'] })).map((run) => run.status)).toEqual(['SLEEPING', 'SLEEPING']);
  expect(
    await Promise.all([
      count({ statuses: ['SUCCEEDED', 'SLEEPING'] }),
      count({ statuses: ['SUCCEEDED'] }),
      count({ statuses: [] }),
    ]),
  ).toEqual([4, 2, 4]);
  const walk = async (filter: object) => {
    const ids: string[] = [];
    for (let after: string | null = null; ;) {
      const page: { edges: { node: Run }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } = await send(
        client,
        'Executions',
        { filter, first: 1, after },
      );
      ids.push(...page.edges.map(({ node }) => node.id));
      if (!page.pageInfo.hasNextPage) return ids;
      after = page.pageInfo.endCursor;
    }
  };
  for (const filter of [{ contactId: shop.contactId }, { orderId: theirs }, { statuses: ['SLEEPING', 'CANCELLED'] }]) {
    expect(await walk(filter)).toEqual((await runs(filter)).map(({ id }) => id));
  }
});
