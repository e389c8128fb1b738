import { once } from 'node:events';
import { DataSource } from 'typeorm';
import { ExecutionFeed } from '../../src/executions/feed/execution-feed.js';
import { LIMITS } from '../../src/kernel/limits.js';
import { poolOf } from '../../src/platform/database/connection.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { AnswerBudget } from '../../src/platform/query-limits/query-budget.js';
import { openSocket } from '../support/raw-socket.js';
import { anAutomation, makeSale, send, type Sale } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

let server: TestServer;
let client: Client;
let sale: Sale;

const UUID = (kind: number, number: string) =>
  `('0199${String(kind).padStart(4, '0')}-0000-7000-8000-' || lpad((${number})::text, 12, '0'))::uuid`;
const CONTACTS = `INSERT INTO contact (id, workspace_id, name, custom_fields) SELECT ${UUID(1, 'g')}, $1, 'Fat', jsonb_build_object('x', repeat('y', 60000)) FROM generate_series(1, 100) AS g`;
const ORDERS = `INSERT INTO "order" (id, workspace_id, name, value, contact_id, pipeline_id, stage_id) SELECT ${UUID(2, 'g')}, $1, 'Beans', 1, $2, $3, $4 FROM generate_series(1, 100) AS g`;
const TASKS = `INSERT INTO task (id, workspace_id, title, order_id) SELECT ${UUID(3, 'g * 1000 + n')}, $1, 'Call', ${UUID(2, 'g')} FROM generate_series(1, 100) AS g, generate_series(1, 100) AS n`;

beforeAll(async () => {
  server = await startTestServer();
  client = await server.client();
  sale = await makeSale(client);
  await server.database.query(CONTACTS, [client.workspaceId]);
  await server.database.query(ORDERS, [
    client.workspaceId,
    sale.contact.id,
    sale.pipeline.id,
    sale.pipeline.stages[0]!.id,
  ]);
  await server.database.query(TASKS, [client.workspaceId]);
});

afterAll(() => server.close());

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
const ofContact = (part: string) => `{ contact(id: "${sale.contact.id}") { ${part} } }`;
const newest = (part: string) =>
  `{ contacts(first: 100, after: "${Buffer.from('0199ffff00007000800000000000ffff', 'hex').toString('base64url')}") { edges { node { ${part} } } } }`;

/** The number of statements that the answer to a document takes. */
async function statementsOf(query: string): Promise<number> {
  const { dataSource } = server.app.get<{ dataSource: DataSource }>(TenantDatabase, { strict: false });
  const pool = poolOf(dataSource);
  const original = pool.connect.bind(pool);
  let count = 0;
  pool.connect = (() => (count++, original())) as typeof pool.connect;
  try {
    await client.raw(query);
    return count;
  } finally {
    pool.connect = original;
  }
}

const TOO_MUCH: [string, () => string, RegExp][] = [
  [
    'objects',
    () => ofContact('orders { a: contact { orders { id } } b: contact { orders { name } } }'),
    /20000 objects/,
  ],
  ['texts of 60 KB under many aliases', () => newest(times(50, (n) => `a${n}: customFields`)), /8 MiB/],
  [
    'small values under many aliases',
    () => ofContact(`orders { contact { orders { ${times(48, (n) => `a${n}: value`)} } } }`),
    /200000 values|8 MiB/,
  ],
  [
    'type names, which no resolver returns',
    () => ofContact(`orders { contact { orders { ${times(48, (n) => `a${n}: __typename`)} } } }`),
    /200000 values/,
  ],
  [
    'type names under a long alias',
    () => ofContact(`orders { contact { orders { ${'a'.repeat(100_000)}: __typename } } }`),
    /8 MiB/,
  ],
  ['keys under a long alias', () => ofContact(`orders { contact { orders { ${'a'.repeat(100_000)}: id } } }`), /8 MiB/],
  [
    'rows, none of them shown twice',
    () => ofContact('orders { tasks { order { tasks(first: 1) { id } } } }'),
    /20000 (rows|objects)/,
  ],
  [
    'mistakes',
    () => ofContact('orders { contact { orders { tasks(first: 0) { id } } } }'),
    /100 errors.*such as: first: Must be 1 to 100/,
  ],
];

it.each(TOO_MUCH)('ends an answer with too many %s, and returns only the error', async (_, query, words) => {
  const answer = await client.raw(query());

  expect(answer).toEqual({
    data: null,
    errors: [
      expect.objectContaining({
        message: expect.stringMatching(words),
        extensions: { code: 'INVALID_INPUT', details: [{ path: ['query'], message: expect.any(String) }] },
      }),
    ],
  });
  expect(answer.errors![0]!.message).toMatch(/ask for less at once, by smaller pages \(first\)/);
});

it('answers the largest document that the limits allow', async () => {
  const { data, errors } = await client.raw<{ contact: { orders: { contact: { orders: unknown[] } }[] } }>(
    ofContact('orders { contact { orders(first: 90) { id name value } } }'),
  );

  expect(errors).toBeUndefined();
  expect(data.contact.orders.flatMap(({ contact }) => contact.orders)).toHaveLength(9_000);
});

it('reads nothing more once the answer has ended', async () => {
  // If they were read, these would be ten levels of lists; the second alone exceeds the limit of an answer.
  const levels =
    'orders { a: contact { orders { id contact { tags { id } } } } b: contact { orders { name stage { id } } } }';
  const short = await statementsOf(
    ofContact(
      'orders(first: 2) { a: contact { orders(first: 2) { id contact { tags { id } } } } b: contact { orders(first: 2) { name stage { id } } } }',
    ),
  );

  expect(await statementsOf(ofContact(levels))).toBeLessThanOrEqual(short);
});

it('ends a statement at the first row over the limit, and runs the next one on another connection', async () => {
  const budget = new AnswerBudget();
  const tenants = server.app.get(TenantDatabase, { strict: false });
  const reader = tenants.reader(client.workspaceId, budget);

  await expect(reader.query('SELECT generate_series(1, 100000000)')).rejects.toThrow('more than 20000 rows');
  await expect(reader.query('SELECT 1')).rejects.toThrow('more than 20000 rows');
  budget.restart();
  await expect(reader.query(`SELECT repeat('x', 1000000), generate_series(1, 19000)`)).rejects.toThrow(
    'more than 16 MiB of rows',
  );
  budget.restart();
  expect(
    await reader.query('SELECT count(*)::int AS count FROM task WHERE workspace_id = $1', [client.workspaceId]),
  ).toEqual([{ count: 10_001 }]);
  await expect(tenants.reader(client.workspaceId, new AnswerBudget()).query('SELECT nonsense')).rejects.toThrow(
    'nonsense',
  );
});

it('reports that a mutation took effect, even if its answer ended early', async () => {
  const query = `mutation { updateContact(id: "${sale.contact.id}", input: { city: "Manizales" }) { orders { a: contact { orders { id } } b: contact { orders { name } } } } }`;
  const { data, errors } = await client.raw(query);

  expect(data).toBeNull();
  expect(errors).toMatchObject([
    { message: expect.stringMatching(/What was changed before is kept/), extensions: { code: 'INVALID_INPUT' } },
  ]);
  expect(await client.raw(ofContact('city'))).toEqual({ data: { contact: { city: 'Manizales' } } });
});

it('ends one answer of a subscription, and sends the next one', async () => {
  const shop = await server.client();
  const { order, pipeline } = await makeSale(shop);
  await send(shop, 'CreateAutomation', { input: anAutomation() });
  const ended = server.ended(shop.workspaceId);
  await send(shop, 'MoveOrder', { id: order.id, stageId: pipeline.stages[1]!.id });
  const change = (await ended).at(-1)!;
  const socket = await openSocket(server, shop.key);
  socket.send(
    JSON.stringify({
      id: '1',
      type: 'subscribe',
      payload: { query: `subscription { executionUpdated { seq ${times(45, (n) => `a${n}: steps { output }`)} } }` },
    }),
  );
  const feed = server.app.get(ExecutionFeed, { strict: false });
  const tell = async (more: number, output: string) => {
    const [step] = change.steps;
    const heard = once(socket, 'message');
    feed.announce([
      {
        execution: { ...change.execution, seq: change.execution.seq + more },
        steps: [{ ...step!, output: { output } }],
      },
    ]);
    return JSON.parse(String((await heard)[0])) as { payload: { data: unknown; errors?: object[] } };
  };
  // The subscription is active once the socket has answered a later message.
  const pong = once(socket, 'message');
  socket.send(JSON.stringify({ type: 'ping' }));
  await pong;

  expect((await tell(1, 'x'.repeat(60_000))).payload).toMatchObject({
    data: null,
    errors: [{ message: expect.stringMatching(/more than 2 MiB/), extensions: { code: 'INVALID_INPUT' } }],
  });
  const next = (await tell(2, 'short')).payload;
  expect(next.errors).toBeUndefined();
  expect(next.data).toMatchObject({
    executionUpdated: { seq: change.execution.seq + 2, a44: [{ output: { output: 'short' } }] },
  });
  socket.terminate();
});

it('limits an answer over a socket to less than a socket may leave unread', () => {
  expect(LIMITS.maxSocketAnswerBytes).toBeLessThan(LIMITS.maxSocketBacklogBytes);
});
