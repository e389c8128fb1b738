import { anAutomation, makeSale, send, type Sale } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

type Failure = {
  id: string;
  automation: { id: string; name: string };
  stepKey: string;
  code: string;
  message: string;
  count: number;
  firstAt: string;
  lastAt: string;
  execution: { id: string; status: string };
};
type Connection = { edges: { node: Failure }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
type Hit = { kind: string; id: string; label: string; detail: string | null };

let server: TestServer;
let client: Client;
let sale: Sale;
let visits: { id: string };

const visit = (title: string) => ({ actions: [{ key: 'visit', type: 'create_task', params: { title } }] });

const failures = async (variables: object = {}, of = client) =>
  (
    await of.raw<{ failures: Connection }>(
      `query ($first: Int, $after: String) { failures(first: $first, after: $after) { edges { node {
    id automation { id name } stepKey code message count firstAt lastAt execution { id status } } } pageInfo { hasNextPage endCursor } } }`,
      variables,
    )
  ).data.failures;

async function move(stage: number, count: number): Promise<void> {
  const ended = server.ended(client.workspaceId, count);
  await send(client, 'MoveOrder', { id: sale.order.id, stageId: sale.pipeline.stages[stage]!.id });
  await ended;
}

beforeAll(async () => {
  server = await startTestServer();
  client = await server.client();
  sale = await makeSale(client);
  visits = await send(client, 'CreateAutomation', {
    input: anAutomation({ name: 'Visits', ...visit('Visit {{ contact.city }}') }),
  });
  await move(1, 1);
  // Another version that fails in the same way, and another automation that fails differently.
  await send(client, 'UpdateAutomation', {
    id: visits.id,
    input: { name: 'Visits anew', ...visit('Visit in {{ contact.city }}') },
  });
  await move(2, 1);
  await send(client, 'CreateAutomation', {
    input: anAutomation({
      name: 'Region',
      actions: [{ key: 'ask', type: 'create_task', params: { title: '{{ contact.region }}' } }],
    }),
  });
  await move(0, 2);
});

afterAll(() => server.close());

it('groups executions that failed in the same way, across versions, with the latest failure first', async () => {
  const nodes = (await failures()).edges.map(({ node }) => node);
  expect(nodes).toHaveLength(2);
  const times = nodes.map(({ lastAt }) => lastAt);
  expect(times).toEqual([...times].sort().reverse());
  expect(nodes.find(({ stepKey }) => stepKey === 'visit')).toMatchObject({
    automation: { id: visits.id, name: 'Visits anew' },
    code: 'EMPTY_VARIABLE',
    count: 3,
    message: expect.stringContaining('contact.city'),
    execution: { status: 'FAILED' },
  });
  expect(nodes.find(({ stepKey }) => stepKey === 'ask')).toMatchObject({
    count: 1,
    message: expect.stringContaining('contact.region'),
  });
});

it('pages through failures with stable ids, and shows none to another workspace', async () => {
  const all = (await failures()).edges.map(({ node }) => node.id);
  const first = await failures({ first: 1 });
  const second = await failures({ first: 1, after: first.pageInfo.endCursor });
  expect([...first.edges, ...second.edges].map(({ node }) => node.id)).toEqual(all);
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  expect((await failures({}, await server.client())).edges).toEqual([]);
});

it('leaves out failures that were retried successfully or are older than a week', async () => {
  const { execution, id } = (await failures()).edges.map(({ node }) => node).find(({ stepKey }) => stepKey === 'ask')!;
  await send(client, 'UpdateContact', { id: sale.contact.id, input: { region: 'PE' } });
  const ended = server.ended(client.workspaceId);
  await send(client, 'RetryExecution', { id: execution.id });
  await ended;
  expect((await failures()).edges.map(({ node }) => node.id)).not.toContain(id);
  await server.database.query(
    `UPDATE execution SET completed_at = completed_at - interval '8 days' WHERE workspace_id = $1 AND status = 'FAILED'`,
    [client.workspaceId],
  );
  expect((await failures()).edges).toEqual([]);
});

describe('search', () => {
  const search = async (text: string, of = client) =>
    (
      await of.raw<{ search: Hit[] }>('query ($text: String!) { search(text: $text) { kind id label detail } }', {
        text,
      })
    ).data.search;

  it('finds automations, contacts and orders by part of their name, and a contact by phone number in any notation', async () => {
    expect(await search('VISITS')).toEqual([{ kind: 'AUTOMATION', id: visits.id, label: 'Visits anew', detail: null }]);
    expect(await search('an')).toEqual([
      { kind: 'AUTOMATION', id: visits.id, label: 'Visits anew', detail: null },
      { kind: 'CONTACT', id: sale.contact.id, label: 'Ana', detail: '+5511999990000' },
      { kind: 'ORDER', id: sale.order.id, label: 'Beans', detail: '250.00' },
    ]);
    expect(await search(' +55 (11) 99999-0000 ')).toMatchObject([{ kind: 'CONTACT', id: sale.contact.id }]);
    expect(await search('%')).toEqual([]);
  });

  it('finds anything by its whole id in any spelling, but nothing of another workspace', async () => {
    const [execution] = await server.database.query<{ id: string; event_id: string }>(
      'SELECT id, event_id FROM execution WHERE workspace_id = $1 LIMIT 1',
      [client.workspaceId],
    );
    const ids = {
      AUTOMATION: visits.id,
      CONTACT: sale.contact.id,
      ORDER: sale.order.id,
      EXECUTION: execution!.id,
      EVENT: execution!.event_id,
    };
    const stranger = await server.client();
    for (const [kind, id] of Object.entries(ids)) {
      expect(await search(id)).toMatchObject([{ kind, id }]);
      expect(await search(id.toUpperCase())).toMatchObject([{ kind, id }]);
      expect(await search(id, stranger)).toEqual([]);
    }
    expect(await search('an', stranger)).toEqual([]);
  });

  it.each([
    ['', ['text']],
    ['  ', ['text']],
    ['x'.repeat(201), ['text']],
    ['a\0b', ['text']],
  ])('refuses to search for %j', async (text, path) => {
    const { errors } = await client.raw('query ($text: String!) { search(text: $text) { id } }', { text });
    expect(errors?.map(({ extensions }) => extensions)).toMatchObject([{ code: 'INVALID_INPUT', details: [{ path }] }]);
  });
});
