import { newId } from '../../src/kernel/ids.js';
import { anAutomation, makeSale, send as sendOne, type Sale } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

type Id = { id: string };
type Connection<Node = Id> = {
  edges: { cursor: string; node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
};
type Log = {
  executions: Connection<{ id: string; status: string; automation: Id; event: Id; queuedAt: string }>;
  events: Connection<{ id: string; type: string; occurredAt: string }>;
};

let server: TestServer;
let client: Client;
let sale: Sale;
let tagging: Id;
let failing: Id;

/** The ids on all pages of a list, read page by page like a client, and the size of each page. */
async function walk(operation: string, variables: object, first: number): Promise<{ ids: string[]; sizes: number[] }> {
  const ids: string[] = [];
  const sizes: number[] = [];
  for (let after: string | null = null; ;) {
    const { edges, pageInfo }: Connection = await sendOne<Connection>(client, operation, {
      ...variables,
      first,
      after,
    });
    ids.push(...edges.map(({ node }) => node.id));
    sizes.push(edges.length);
    expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
    if (!pageInfo.hasNextPage) return { ids, sizes };
    after = pageInfo.endCursor;
  }
}

const list = async <Name extends keyof Log>(operation: Name, filter: object) => {
  const connection = await sendOne<Log[Name]>(client, operation === 'executions' ? 'Executions' : 'Events', { filter });
  return connection.edges.map(({ node }) => node) as Log[Name]['edges'][number]['node'][];
};

beforeAll(async () => {
  server = await startTestServer();
  client = await server.client();
  sale = await makeSale(client);
  tagging = await sendOne(client, 'CreateAutomation', {
    input: anAutomation({ name: 'Tag the won', description: 'after a MOVE' }),
  });
  failing = await sendOne(client, 'CreateAutomation', {
    input: anAutomation({ name: 'Fails', actions: [{ type: 'create_task', params: { title: '{{ contact.city }}' } }] }),
  });
  for (const name of ['One', 'Two', 'Three'])
    await sendOne(client, 'CreateAutomation', {
      input: anAutomation({
        name,
        enabled: false,
        trigger: { type: 'contact.created' },
        actions: [{ type: 'assign_tag', params: { tagName: name } }],
      }),
    });
  const ended = server.ended(client.workspaceId, 6);
  for (const index of [1, 2, 0])
    await sendOne(client, 'MoveOrder', { id: sale.order.id, stageId: sale.pipeline.stages[index]!.id });
  await ended;
});

afterAll(() => server.close());

it.each([
  ['Automations', 5, [2, 2, 1]],
  ['Executions', 6, [2, 2, 2]],
  ['Events', 7, [2, 2, 2, 1]],
])('pages through %s without gaps or duplicates, newest first', async (operation, count, sizes) => {
  const walked = await walk(operation, {}, 2);
  expect(walked.sizes).toEqual(sizes);
  expect(new Set(walked.ids).size).toBe(count);
  expect(walked.ids).toEqual([...walked.ids].sort().reverse());
  expect(walked.ids).toEqual((await walk(operation, {}, 100)).ids);
});

it('keeps its position while newer items are added', async () => {
  const before = (await walk('Events', {}, 100)).ids;
  const { edges, pageInfo } = await sendOne<Connection>(client, 'Events', { first: 3 });
  await sendOne(client, 'CreateContact', { input: { name: 'Newer' } });
  const rest = await sendOne<Connection>(client, 'Events', { first: 100, after: pageInfo.endCursor });
  expect([...edges, ...rest.edges].map(({ node }) => node.id)).toEqual(before);
});

it('returns neither a cursor nor a next page for an empty list', async () => {
  expect(await sendOne(client, 'Automations', { filter: { search: 'no such thing' } })).toEqual({
    edges: [],
    pageInfo: { hasNextPage: false, endCursor: null },
  });
});

it.each([
  ['search in names, in any case', { search: 'tAg THE' }, ['Tag the won']],
  ['search in descriptions', { search: 'after a move' }, ['Tag the won']],
  ['search for literal text, not patterns', { search: '%' }, []],
  ['trigger', { triggerType: 'contact.created' }, ['Three', 'Two', 'One']],
  ['enabled', { enabled: true }, ['Fails', 'Tag the won']],
  ['disabled with a trigger', { enabled: false, triggerType: 'order.stage_changed' }, []],
])('filters automations by %s', async (_, filter, names) => {
  const { edges } = await sendOne<Connection<{ id: string; name: string }>>(client, 'Automations', { filter });
  expect(edges.map(({ node }) => node.name)).toEqual(names);
});

it('filters executions by automation, status, trigger and event', async () => {
  const all = await list('executions', {});
  expect((await list('executions', { automationId: tagging.id })).map(({ automation }) => automation.id)).toEqual([
    tagging.id,
    tagging.id,
    tagging.id,
  ]);
  expect((await list('executions', { status: 'FAILED' })).map(({ automation }) => automation.id)).toEqual([
    failing.id,
    failing.id,
    failing.id,
  ]);
  expect(await list('executions', { triggerType: 'contact.created' })).toEqual([]);
  expect((await list('executions', { eventId: all[0]!.event.id })).map(({ event }) => event.id)).toEqual([
    all[0]!.event.id,
    all[0]!.event.id,
  ]);
  expect(await list('executions', { automationId: tagging.id, status: 'FAILED' })).toEqual([]);
});

it('filters executions by the time they were queued, excluding the end', async () => {
  const times = (await list('executions', {})).map(({ queuedAt }) => queuedAt);
  const [newest, oldest] = [times[0]!, times.at(-1)!];
  const after = new Date(Date.parse(newest) + 1).toISOString();
  expect(await list('executions', { from: oldest, to: after })).toHaveLength(6);
  expect(await list('executions', { from: after })).toEqual([]);
  expect(await list('executions', { to: oldest })).toEqual([]);
  expect(await list('executions', { from: '0001-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' })).toHaveLength(6);
});

it('filters events by type, entity and time', async () => {
  expect(await list('events', { type: 'order.stage_changed' })).toHaveLength(3);
  expect(await list('events', { entityId: sale.order.id, type: 'order.created' })).toHaveLength(1);
  expect(new Set((await list('events', { entityId: sale.contact.id })).map(({ type }) => type))).toContain(
    'contact.created',
  );
  expect(await list('events', { entityId: newId() })).toEqual([]);
  const [newest] = await list('events', {});
  expect(await list('events', { from: new Date(Date.parse(newest!.occurredAt) + 1).toISOString() })).toEqual([]);
  expect(await list('events', { to: '2020-01-01T00:00:00Z' })).toEqual([]);
});

it('finds the events of a contact, an order and a task: every event that refers to it, once', async () => {
  const task = await sendOne<Id>(client, 'CreateTask', { input: { title: 'Call', orderId: sale.order.id } });
  await sendOne(client, 'CompleteTask', { id: task.id });
  const rows = await server.database.query<{ id: string; names: (string | null)[] }>(
    'SELECT id, ARRAY[entity_id, order_id, contact_id] AS names FROM event WHERE workspace_id = $1 ORDER BY id DESC',
    [client.workspaceId],
  );
  for (const entityId of [sale.contact.id, sale.order.id, task.id]) {
    const found = (await list('events', { entityId })).map(({ id }) => id);
    expect(found).toEqual(rows.filter(({ names }) => names.includes(entityId)).map(({ id }) => id));
    expect(found).not.toEqual([]);
  }
});

it.each([
  ['Executions', { filter: { automationId: 'nonsense' } }],
  ['Executions', { filter: { eventId: 'nonsense' } }],
  ['Executions', { filter: { automationId: newId() } }],
  ['Events', { filter: { entityId: 'nonsense' } }],
])('finds nothing with %s for an id that does not exist', async (operation, variables) => {
  expect(await sendOne(client, operation, variables)).toMatchObject({ edges: [] });
});

it.each([
  ['Automations', { first: 0 }, ['first']],
  ['Executions', { first: 101 }, ['first']],
  ['Events', { first: -1 }, ['first']],
  ['Tasks', { after: 'nonsense' }, ['after']],
  ['Executions', { after: '' }, ['after']],
])('refuses to page %s by %j', async (operation, variables, path) => {
  const { errors } = await client.answer(operation, variables);
  expect(errors?.map(({ extensions }) => extensions)).toMatchObject([{ code: 'INVALID_INPUT', details: [{ path }] }]);
});
