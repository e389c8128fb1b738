import { newId } from '../../src/kernel/ids.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { anAutomation, makeSale, send, type Sale } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

type Bucket = { at: string; started: number; failed: number };
type Stats = {
  started: number;
  succeeded: number;
  failed: number;
  cancelled: number;
  buckets: Bucket[];
  steps: object[];
};
type Id = { id: string };

const STATS = `query ($automationId: ID, $from: DateTime!, $to: DateTime!, $bucket: StatsBucket!) {
  automationStats(automationId: $automationId, from: $from, to: $to, bucket: $bucket) {
    started succeeded failed cancelled buckets { at started failed } steps { key reached succeeded failed waiting } } }`;
const DAY_MS = 86_400_000;

let server: TestServer;
let client: Client;
let sale: Sale;
let mixed: Id;
let idle: Id;

const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const within = {
  from: new Date(today - 2 * DAY_MS).toISOString(),
  to: new Date(today + 2 * DAY_MS).toISOString(),
  bucket: 'DAY',
};

const stats = async (variables: object, of = client) =>
  (await of.raw<{ automationStats: Stats }>(STATS, { ...within, ...variables })).data.automationStats;

beforeAll(async () => {
  server = await startTestServer();
  client = await server.client();
  sale = await makeSale(client);
  const actions = [
    { key: 'tag', type: 'assign_tag', params: { tagName: 'Won' } },
    { key: 'visit', type: 'create_task', params: { title: 'Visit {{ contact.city }}' } },
    { key: 'later', type: 'create_task', params: { title: 'Later' }, delay: '2h' },
  ];
  mixed = await send(client, 'CreateAutomation', { input: anAutomation({ name: 'Mixed', actions }) });
  idle = await send(client, 'CreateAutomation', {
    input: anAutomation({ name: 'Idle', trigger: { type: 'contact.created' } }),
  });
  // One fails at its second action, one waits before its third, and one was cancelled there.
  await move(1, 'FAILED');
  await send(client, 'UpdateContact', { id: sale.contact.id, input: { city: 'Recife' } });
  await move(2, 'SLEEPING');
  const cancelled = await move(0, 'SLEEPING');
  await send(client, 'CancelExecution', { id: cancelled });
});

afterAll(() => server.close());

async function move(stage: number, status: string): Promise<string> {
  const reached = server.until(client.workspaceId, ({ execution }) => execution.status === status);
  await send(client, 'MoveOrder', { id: sale.order.id, stageId: sale.pipeline.stages[stage]!.id });
  return (await reached).execution.id;
}

it('counts the executions that began in a period by outcome, in ordered buckets', async () => {
  const { steps: _, ...counted } = await stats({});
  expect(counted).toEqual({
    started: 3,
    succeeded: 0,
    failed: 1,
    cancelled: 1,
    buckets: [-2, -1, 0, 1].map((day) => ({
      at: new Date(today + day * DAY_MS).toISOString(),
      started: day === 0 ? 3 : 0,
      failed: day === 0 ? 1 : 0,
    })),
  });
});

it('shows how far the executions of one automation came, by action', async () => {
  expect((await stats({ automationId: mixed.id })).steps).toEqual([
    { key: 'tag', reached: 3, succeeded: 3, failed: 0, waiting: 0 },
    { key: 'visit', reached: 3, succeeded: 2, failed: 1, waiting: 0 },
    { key: 'later', reached: 1, succeeded: 0, failed: 0, waiting: 1 },
  ]);
  expect((await stats({})).steps).toEqual([]);
});

it('lists actions of older versions after those of the newest version that ran', async () => {
  const stranger = await server.client();
  const { order, pipeline } = await makeSale(stranger);
  const automation = await send(stranger, 'CreateAutomation', {
    input: anAutomation({ actions: [{ key: 'old', type: 'assign_tag', params: { tagName: 'Old' } }] }),
  });
  const moved = async (stage: number) => {
    const ended = server.ended(stranger.workspaceId);
    await send(stranger, 'MoveOrder', { id: order.id, stageId: pipeline.stages[stage]!.id });
    await ended;
  };
  await moved(1);
  await send(stranger, 'UpdateAutomation', {
    id: automation.id,
    input: { actions: [{ key: 'new', type: 'assign_tag', params: { tagName: 'New' } }] },
  });
  await moved(2);
  const done = { reached: 1, succeeded: 1, failed: 0, waiting: 0 };
  expect((await stats({ automationId: automation.id }, stranger)).steps).toEqual([
    { key: 'new', ...done },
    { key: 'old', ...done },
  ]);
});

it('counts nothing outside its period, its automation and its workspace', async () => {
  const none = { started: 0, succeeded: 0, failed: 0, cancelled: 0, steps: [] };
  expect(await stats({ automationId: idle.id })).toMatchObject(none);
  expect(await stats({ automationId: newId() })).toMatchObject(none);
  expect(await stats({ automationId: 'nonsense' })).toMatchObject(none);
  expect(await stats({ to: new Date(today - DAY_MS).toISOString() })).toMatchObject(none);
  expect(await stats({ automationId: mixed.id }, await server.client())).toMatchObject(none);
});

it.each([
  [
    'more buckets than one answer holds',
    { from: '2026-01-01T00:00:00Z', to: '2026-01-03T00:00:00Z', bucket: 'MINUTE' },
    ['bucket'],
  ],
  ['a period that ends before it begins', { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }, ['to']],
  ['an empty period', { from: '2026-01-02T00:00:00Z', to: '2026-01-02T00:00:00Z' }, ['to']],
  ['the whole calendar', { from: '0001-01-01T00:00:00Z', to: '9999-12-31T00:00:00Z' }, ['bucket']],
])('refuses %s', async (_, variables, path) => {
  const { errors } = await client.raw(STATS, { ...within, ...variables });
  expect(errors?.map(({ extensions }) => extensions)).toMatchObject([{ code: 'INVALID_INPUT', details: [{ path }] }]);
});

it('accepts a day in minutes', async () => {
  const { buckets } = await stats({ from: '2026-01-01T00:00:30Z', to: '2026-01-02T00:00:00Z', bucket: 'MINUTE' });
  expect([buckets.length, buckets[0]!.at, buckets.at(-1)!.at]).toEqual([
    1_440,
    '2026-01-01T00:00:00.000Z',
    '2026-01-01T23:59:00.000Z',
  ]);
});

it('reads the last seven days of all automations on a page in one statement', async () => {
  const tenants = server.app.get(TenantDatabase, { strict: false });
  const original = tenants.reader;
  let statements = 0;
  tenants.reader = (workspaceId) => {
    const reader = original.call(tenants, workspaceId);
    return { ...reader, query: (text, values) => ((statements += 1), reader.query(text, values)) };
  };
  const { data } = await client.raw<{ automations: { edges: { node: Id & { recent: Stats } }[] } }>(
    '{ automations { edges { node { id recent { started failed buckets { at started failed } } } } } }',
  );
  tenants.reader = original;
  // The page itself, and the statistics of all its automations.
  expect(statements).toBe(2);
  const recentOf = ({ id }: Id) => data.automations.edges.find(({ node }) => node.id === id)!.node.recent;
  expect(recentOf(mixed)).toMatchObject({ started: 3, failed: 1 });
  expect(recentOf(mixed).buckets.map(({ started }) => started)).toEqual([0, 0, 0, 0, 0, 0, 3]);
  expect(recentOf(idle)).toMatchObject({ started: 0, failed: 0 });
  expect(recentOf(idle).buckets).toHaveLength(7);
});

it('reports how many executions are unfinished, and how long the oldest has been due', async () => {
  const counts = async (of: Client) =>
    (
      await of.raw<{ executionCounts: object }>(
        '{ executionCounts { queued running sleeping failedLastDay oldestDueAt } }',
      )
    ).data.executionCounts;
  expect(await counts(client)).toEqual({ queued: 0, running: 0, sleeping: 1, failedLastDay: 1, oldestDueAt: null });
  expect(await counts(await server.client())).toEqual({
    queued: 0,
    running: 0,
    sleeping: 0,
    failedLastDay: 0,
    oldestDueAt: null,
  });
  await server.database.advanceClock('3h');
  const [sleeper] = await server.database.query<{ wake_at: Date }>(
    `SELECT wake_at FROM execution WHERE workspace_id = $1 AND status = 'SLEEPING'`,
    [client.workspaceId],
  );
  expect(await counts(client)).toMatchObject({ oldestDueAt: sleeper!.wake_at.toISOString() });
});
