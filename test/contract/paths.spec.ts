import { newId } from '../../src/kernel/ids.js';
import { anAutomation, makeSale, send, type Sale } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

type Node = {
  at: string;
  kind: string;
  id: string;
  label: string;
  detail: string | null;
  actor: { type: string; id: string | null; name: string | null } | null;
};
type Connection = { edges: { node: Node }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
type About = 'contact' | 'order';

let server: TestServer;
let client: Client;
let sale: Sale;

const pathOf = async (about: About, variables: object, of = client) => {
  const { data, errors } = await of.raw<{ path: Connection }>(
    `query ($id: ID!, $first: Int, $after: String) { path: ${about}Path(${about}Id: $id, first: $first, after: $after) {
      edges { cursor node { at kind id label detail actor { type id name } } } pageInfo { hasNextPage endCursor } } }`,
    variables,
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data.path;
};

const nodesOf = async (about: About, id: string, first = 100) =>
  (await pathOf(about, { id, first })).edges.map(({ node }) => node);

async function walk(about: About, id: string, first: number): Promise<Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ;) {
    const { edges, pageInfo }: Connection = await pathOf(about, { id, first, after });
    nodes.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) return nodes;
    expect(edges).toHaveLength(first);
    after = pageInfo.endCursor;
  }
}

beforeAll(async () => {
  server = await startTestServer();
  client = await server.client();
  sale = await makeSale(client);
  await send(client, 'CreateAutomation', {
    input: anAutomation({
      name: 'Thanks',
      actions: [{ key: 'say', type: 'send_whatsapp_text', params: { text: '<b>Thanks</b>' } }],
    }),
  });
  const dear = { logic: 'AND', conditions: [{ field: 'order.value', operator: 'gt', value: 1000 }] };
  await send(client, 'CreateAutomation', { input: anAutomation({ name: 'Dear', conditions: dear }) });
  await send(client, 'ReceiveMessage', { input: { phone: '+5511999990000', text: 'Hi' } });
  await send(client, 'CreateTask', { input: { title: 'Pack', orderId: sale.order.id } });
  const ended = server.ended(client.workspaceId, 1);
  await send(client, 'MoveOrder', { id: sale.order.id, stageId: sale.pipeline.stages[1]!.id });
  await ended;
  await send(client, 'UpdateContact', { id: sale.contact.id, input: { city: 'Recife' } });
});

afterAll(() => server.close());

it('lists everything about a contact, newest first', async () => {
  const nodes = await nodesOf('contact', sale.contact.id);
  const [execution] = await server.database.query<{ id: string }>('SELECT id FROM execution WHERE workspace_id = $1', [
    client.workspaceId,
  ]);
  expect(nodes.map(({ kind, label, detail }) => [kind, label, detail])).toEqual([
    ['EVENT', 'field.changed', 'contact.city: nothing → Recife'],
    ['MESSAGE', 'OUTBOUND TEXT SENT', '<b>Thanks</b>'],
    ['EXECUTION', 'Thanks', 'SUCCEEDED'],
    ['DECISION', '1 started, 1 did not', expect.stringMatching(/^Thanks: STARTED, .*\nDear: CONDITIONS_FALSE, .*250/)],
    ['EVENT', 'order.stage_changed', 'New → Talking'],
    ['EVENT', 'task.created', null],
    ['EVENT', 'whatsapp.message_received', null],
    ['MESSAGE', 'INBOUND TEXT RECEIVED', 'Hi'],
    ['EVENT', 'task.created', null],
    ['TASK', 'Call', 'OPEN'],
    ['EVENT', 'order.created', null],
    ['ORDER', 'Beans', '250.00'],
    ['EVENT', 'contact.created', null],
  ]);
  expect(nodes[0]!.actor).toMatchObject({ type: 'API_KEY', name: 'admin' });
  expect(nodes[1]!.actor).toEqual({ type: 'EXECUTION', id: execution!.id, name: 'Thanks' });
  expect([nodes[2]!.id, nodes[3]!.id, nodes[3]!.at]).toEqual([execution!.id, nodes[4]!.id, nodes[4]!.at]);
});

it('lists everything about an order, newest first', async () => {
  expect((await nodesOf('order', sale.order.id)).map(({ kind, label }) => [kind, label])).toEqual([
    ['EXECUTION', 'Thanks'],
    ['DECISION', '1 started, 1 did not'],
    ['EVENT', 'order.stage_changed'],
    ['EVENT', 'task.created'],
    ['TASK', 'Pack'],
    ['EVENT', 'order.created'],
  ]);
});

it.each([1, 2, 3, 4, 7])('pages by %i without gaps or duplicates', async (first) => {
  for (const about of ['contact', 'order'] as const)
    expect(await walk(about, sale[about].id, first)).toEqual(await nodesOf(about, sale[about].id));
});

it('pages through many events, messages and tasks of the same millisecond', async () => {
  const stranger = await server.client();
  const { contact } = await makeSale(stranger);
  await send(stranger, 'ReceiveMessage', { input: { phone: '+5511999990000', text: 'Hi' } });
  const at = '2026-01-01T00:00:00.000Z';
  await server.database.query(
    `INSERT INTO event (id, workspace_id, type, entity_id, contact_id, payload, occurred_at, cascade_depth, actor_type, root_event_id)
     SELECT id, $1, 'many', $2, $2, '{}', $3, 0, 'system', id
     FROM generate_series(1, 5) AS n, LATERAL (SELECT (lpad(to_hex((extract(epoch FROM $3::timestamptz) * 1000)::bigint), 12, '0') || '7000800000000000000' || n)::uuid AS id) AS i`,
    [stranger.workspaceId, contact.id, at],
  );
  await server.database.query(
    `INSERT INTO message (id, workspace_id, contact_id, conversation_id, direction, kind, text, status, created_at)
     SELECT gen_random_uuid(), $1, $2, v.id, 'OUTBOUND', 'TEXT', n::text, 'SENT', $3::timestamptz + (n / 3) * interval '1 microsecond'
     FROM conversation v, generate_series(1, 9) AS n WHERE v.workspace_id = $1`,
    [stranger.workspaceId, contact.id, at],
  );
  const all = (await pathOf('contact', { id: contact.id, first: 100 }, stranger)).edges.map(({ node }) => node.id);
  for (const first of [1, 2, 5]) {
    const ids: string[] = [];
    for (let after: string | null = null; ;) {
      const { edges, pageInfo }: Connection = await pathOf('contact', { id: contact.id, first, after }, stranger);
      ids.push(...edges.map(({ node }) => node.id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(ids).toEqual(all);
  }
  expect(new Set(all).size).toBe(all.length);
});

it.each([
  '',
  'nonsense',
  Buffer.from('1 2 3').toString('base64url'),
  Buffer.from(`99999999999999999999 ${newId()} 0 `).toString('base64url'),
])('refuses the cursor %j', async (after) => {
  const { errors } = await client.raw(
    'query ($id: ID!, $after: String) { contactPath(contactId: $id, after: $after) { edges { cursor } } }',
    { id: sale.contact.id, after },
  );
  expect(errors?.map(({ extensions }) => extensions)).toMatchObject([
    { code: 'INVALID_INPUT', details: [{ path: ['after'] }] },
  ]);
});
