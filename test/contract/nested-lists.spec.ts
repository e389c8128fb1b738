import type { FastifyInstance } from 'fastify';
import { getNullableType, isIntrospectionType, isListType, isObjectType, type GraphQLSchema } from 'graphql';
import { newId } from '../../src/kernel/ids.js';
import { declaredLength } from '../../src/platform/query-limits/query-lists.js';
import { anAutomation, makeSale, send, type Sale } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

type Id = { id: string };
type Decided = { automation: { id: string } };

let server: TestServer;
let client: Client;
let sale: Sale;

beforeAll(async () => {
  server = await startTestServer();
  client = await server.client();
  sale = await makeSale(client);
});

afterAll(() => server.close());

/** Every item of a nested list, read in pages of two like a client, and all of them in one page. */
async function walk<Item>(within: string, list: string, cursorOf: (item: Item) => unknown) {
  const page = async (args: string) => {
    const { data, errors } = await client.raw<Record<string, Record<string, Item[]>>>(
      `{ ${within} { ${list.replace('ARGS', args)} } }`,
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(Object.values(data)[0]!)[0]!;
  };
  const walked: Item[] = [];
  for (let after = ''; ;) {
    const items = await page(`(first: 2${after})`);
    expect(items.length).toBeLessThanOrEqual(2);
    if (items.length === 0) return { walked, whole: await page('') };
    walked.push(...items);
    after = `, after: ${JSON.stringify(cursorOf(items.at(-1)!))}`;
  }
}

it.each(['orders', 'tasks', 'tags'])("pages through a contact's %s without gaps or duplicates", async (list) => {
  const contact = await send(client, 'CreateContact', { input: { name: 'Bia' } });
  for (const name of ['b', 'A', 'c', 'a b', 'C c'].map((each) => `${each} of ${list}`)) {
    await send(client, 'CreateOrder', { input: { name, contactId: contact.id, pipelineId: sale.pipeline.id } });
    await send(client, 'CreateTask', { input: { title: name, contactId: contact.id } });
    const tag = await send(client, 'CreateTag', { input: { name } });
    await send(client, 'AssignTag', { input: { tagId: tag.id, entityType: 'CONTACT', entityId: contact.id } });
  }

  const { walked, whole } = await walk<Id>(`contact(id: "${contact.id}")`, `${list}ARGS { id }`, ({ id }) => id);

  expect(walked).toHaveLength(5);
  expect(walked).toEqual(whole);
});

it("pages through an order's items by position, and returns all 200 at once by default", async () => {
  const items = Array.from({ length: 200 }, (_, index) => ({ title: `Item ${index}`, quantity: 1 }));
  const order = await send(client, 'CreateOrder', { input: { pipelineId: sale.pipeline.id, items } });
  const { data } = await client.raw<{ order: { items: { position: number }[] } }>(
    `{ order(id: "${order.id}") { items { position } } }`,
  );
  expect(data.order.items.map(({ position }) => position)).toEqual(items.map((_, index) => index));

  const few = await send(client, 'CreateOrder', { input: { pipelineId: sale.pipeline.id, items: items.slice(0, 5) } });
  const { walked, whole } = await walk<{ position: number }>(
    `order(id: "${few.id}")`,
    'itemsARGS { position }',
    ({ position }) => position,
  );
  expect(walked).toHaveLength(5);
  expect(walked).toEqual(whole);
});

it('pages through related orders: the source first, whatever its id, then the duplicates', async () => {
  const [source, order, ...copies] = await Promise.all(
    Array.from({ length: 6 }, () => send(client, 'CreateOrder', { input: { pipelineId: sale.pipeline.id } })),
  );
  // The source is created after its duplicates, so it has the higher id.
  const [lowest, highest] = [newId(), newId()];
  await server.database.query('UPDATE "order" SET source_order_id = $1 WHERE id = $2', [source!.id, order!.id]);
  await server.database.query('UPDATE "order" SET source_order_id = $1 WHERE id = ANY ($2)', [
    order!.id,
    copies.map(({ id }) => id),
  ]);
  expect(lowest < highest).toBe(true);

  const { walked, whole } = await walk<Id>(`order(id: "${order!.id}")`, 'relatedOrdersARGS { id }', ({ id }) => id);

  expect(walked.map(({ id }) => id)).toEqual([
    source!.id,
    ...copies
      .map(({ id }) => id)
      .sort()
      .reverse(),
  ]);
  expect(walked).toEqual(whole);
});

it("pages through an event's decisions, both stored and computed ones, by automation", async () => {
  const shop = await server.client();
  const { order, pipeline } = await makeSale(shop);
  for (const enabled of [true, true, true]) await send(shop, 'CreateAutomation', { input: anAutomation({ enabled }) });
  const [here, there] = [pipeline.stages[1]!.id, pipeline.stages[2]!.id];
  for (const stageId of [there, there, here])
    await send(shop, 'CreateAutomation', {
      input: anAutomation({ trigger: { type: 'order.stage_changed', config: { stageId } } }),
    });
  const ended = server.ended(shop.workspaceId, 4);
  await send(shop, 'MoveOrder', { id: order.id, stageId: here });
  await ended;
  const [event] = await server.database.query<Id>(
    `SELECT id FROM event WHERE workspace_id = $1 AND type = 'order.stage_changed'`,
    [shop.workspaceId],
  );
  const page = async (args: string) =>
    (
      await shop.raw<{ event: { decisions: (Decided & { outcome: string })[] } }>(
        `{ event(id: "${event!.id}") { decisions${args} { automation { id } outcome } } }`,
      )
    ).data.event.decisions;

  const whole = await page('');
  const [first, second] = [
    await page('(first: 4)'),
    await page(`(first: 4, after: "${(await page('(first: 4)'))[3]!.automation.id}")`),
  ];

  expect(whole.map(({ outcome }) => outcome).sort()).toEqual([
    'STARTED',
    'STARTED',
    'STARTED',
    'STARTED',
    'TRIGGER_CONFIG_MISMATCH',
    'TRIGGER_CONFIG_MISMATCH',
  ]);
  expect(whole.map(({ automation }) => automation.id)).toEqual(whole.map(({ automation }) => automation.id).sort());
  expect([...first, ...second]).toEqual(whole);
});

it.each([
  ['orders(first: 0)', 'first'],
  ['orders(first: 101)', 'first'],
  ['tags(after: "nonsense")', 'after'],
])('refuses a nested page by %s', async (list, path) => {
  const { errors } = await client.raw(`{ contact(id: "${sale.contact.id}") { ${list} { id } } }`);
  expect(errors?.map(({ extensions }) => extensions)).toMatchObject([
    { code: 'INVALID_INPUT', details: [{ path: [path] }] },
  ]);
});

it('returns each item once, even if two mutations of a document read the same list at the same time', async () => {
  const { data } = await client.raw<Record<string, { contact: { orders: Id[] } }>>(
    `mutation { updateOrder(id: "${sale.order.id}", input: { name: "Beans" }) { a: contact { orders { id } } b: contact { orders { id } } } }`,
  );
  for (const { orders } of Object.values(data.updateOrder!) as never as { orders: Id[] }[])
    expect(orders).toHaveLength(new Set(orders.map(({ id }) => id)).size);
});

it('has a maximum length for every list of the schema', () => {
  const { schema } = (
    server.app.getHttpAdapter().getInstance() as unknown as FastifyInstance & { graphql: { schema: GraphQLSchema } }
  ).graphql;
  const lists = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !isIntrospectionType(type))
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })))
    .filter(({ field }) => isListType(getNullableType(field.type)));

  expect(lists.length).toBeGreaterThan(20);
  for (const { name, field } of lists)
    expect([name, declaredLength(field)]).toEqual([
      name,
      name.endsWith('Connection.edges') ? 'page' : expect.any(Number),
    ]);
});

it("keeps the catalog's lists within their maximum length", async () => {
  type Lists = Record<'triggers' | 'operators' | 'actions', { facts?: unknown[] }[]>;
  const { data } = await client.raw<{ catalog: Lists }>(
    '{ catalog { triggers { facts { path } } operators { type } actions { type } } }',
  );
  const { schema } = (
    server.app.getHttpAdapter().getInstance() as unknown as FastifyInstance & { graphql: { schema: GraphQLSchema } }
  ).graphql;
  const most = (type: string, field: string) =>
    declaredLength(
      (schema.getType(type) as never as { getFields(): Record<string, never> }).getFields()[field]!,
    ) as number;

  for (const [field, items] of Object.entries(data.catalog))
    expect(items.length).toBeLessThanOrEqual(most('Catalog', field));
  for (const { facts } of data.catalog.triggers)
    expect(facts!.length).toBeLessThanOrEqual(most('CatalogTrigger', 'facts'));
});
