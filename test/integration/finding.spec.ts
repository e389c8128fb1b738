import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  client = await server.client();
});

afterAll(() => server.close());

// As in the console's contract.
const FIND_CONTACTS = `query FindContacts($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String, $last: Int, $before: String) { contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) { totalCount edges { cursor node { id name phone email timeZone optedOutAt } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
const FIND_ORDERS = `query FindOrders($filter: OrderFilter, $orderBy: [OrderOrder!], $first: Int, $after: String) { orders(filter: $filter, orderBy: $orderBy, first: $first, after: $after) { totalCount edges { node { id name value } } pageInfo { hasNextPage endCursor } } }`;
const FIND_TASKS = `query FindTasks($filter: TaskFilter, $first: Int, $after: String) { tasks(filter: $filter, first: $first, after: $after) { edges { node { id title status dueAt } } pageInfo { hasNextPage endCursor } } }`;

interface Page {
  totalCount: number;
  edges: { cursor: string; node: { id: string; name: string; title: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

async function find(query: string, variables: object): Promise<Page> {
  const { data, errors } = await client.raw<Record<string, Page>>(query, variables);
  expect(errors).toBeUndefined();
  return Object.values(data)[0]!;
}

const contacts = (variables: object) => find(FIND_CONTACTS, variables);
const namesOf = ({ edges }: Page) => edges.map(({ node }) => node.name ?? node.title);
const withText = async (text: string) => namesOf(await contacts({ filter: { text } })).sort();

async function create(kind: string, input: object): Promise<{ id: string; stages: { id: string }[] }> {
  const more = kind === 'Pipeline' ? '{ id stages { id } }' : '{ id }';
  const { data, errors } = await client.raw<Record<string, { id: string; stages: { id: string }[] }>>(
    `mutation ($input: Create${kind}Input!) { made: create${kind}(input: $input) ${more} }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data['made']!;
}

const contact = (name: string, more: object = {}) => create('Contact', { name, ...more });

describe('contacts', () => {
  it('are found by text, ignoring case, accents and the notation of phone numbers', async () => {
    await contact('José da Silva', { phone: '+5511944443333', email: 'Jose.Silva@Example.org' });
    await contact('Жанна 100%', { phone: '+79261234567' });
    await contact('Ann_a Müller');
    await contact('Qi');

    for (const text of [
      'jose',
      'JOSÉ',
      'silva jos',
      'osé',
      '(11) 94444-3333',
      '011 94444 3333',
      '+55 11 94444-3333',
      'silva@example',
      '4333',
    ])
      expect([text, await withText(text)]).toEqual([text, ['José da Silva']]);
    expect(await withText('жАННА')).toEqual(['Жанна 100%']);
    expect(await withText('100%')).toEqual(['Жанна 100%']);
    expect(await withText('n_a MULLER')).toEqual(['Ann_a Müller']);
    await contact('Invoice 2026-10-05');
    expect(await withText('2026-10-05')).toEqual(['Invoice 2026-10-05']);
    expect(await withText('q')).toEqual(['Qi']);
    expect(await withText('i')).toEqual(['Invoice 2026-10-05']);
    expect(await withText('%')).toEqual([]);
    expect(await withText('  ')).toHaveLength(5);
  });

  it('are found by tags, stage, opt-out, time and custom fields combined', async () => {
    const tag = await create('Tag', { name: 'VIP' });
    const pipeline = await create('Pipeline', { name: 'Sales', stages: ['New', 'Won'] });
    const [a, b] = [await contact('A', { customFields: { size: 1.5, vip: true } }), await contact('B')];
    await contact('C', { optedOutAt: '2026-01-01T00:00:00Z', customFields: { size: '1.5' } });
    for (const { id } of [a, b])
      await client.send('AssignTag', { input: { tagId: tag.id, entityType: 'CONTACT', entityId: id } });
    await create('Order', { pipelineId: pipeline.id, stageId: pipeline.stages[1]!.id, contactId: b.id });

    const names = async (filter: object) => namesOf(await contacts({ filter }));
    expect(await names({ tagIds: [tag.id] })).toEqual(['B', 'A']);
    expect(await names({ stageId: pipeline.stages[1]!.id })).toEqual(['B']);
    expect(await names({ stageId: pipeline.stages[0]!.id })).toEqual([]);
    expect(await names({ optedOut: true })).toEqual(['C']);
    expect(await names({ optedOut: false })).toEqual(['B', 'A']);
    expect(await names({ customFields: { size: 1.5 } })).toEqual(['A']);
    expect(await names({ customFields: { size: '1.5' } })).toEqual(['C']);
    expect(await names({ createdFrom: '2020-01-01T00:00:00Z', createdTo: '2020-01-02T00:00:00Z' })).toEqual([]);
    expect(await names({ createdFrom: '2020-01-01T00:00:00Z', text: 'a', tagIds: [tag.id] })).toEqual(['A']);
    expect(await names({ tagIds: ['none'] })).toEqual([]);
  });

  it('are paged in both directions in any order, and counted', async () => {
    for (const name of ['b', 'Á', 'C', 'a', 'd']) await contact(name);
    const orderBy = [{ field: 'NAME' }];
    const order = ['Á', 'a', 'b', 'C', 'd'];

    const first = await contacts({ orderBy, first: 2 });
    expect(namesOf(first)).toEqual(order.slice(0, 2));
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const second = await contacts({ orderBy, first: 2, after: first.pageInfo.endCursor });
    expect(namesOf(second)).toEqual(order.slice(2, 4));
    expect(second.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const back = await contacts({ orderBy, last: 2, before: second.pageInfo.startCursor });
    expect(back.edges).toEqual(first.edges);
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(namesOf(await contacts({ orderBy, last: 1 }))).toEqual(['d']);
    expect(namesOf(await contacts({ orderBy: [{ field: 'NAME', direction: 'DESC' }] }))).toEqual([...order].reverse());
    expect(namesOf(await contacts({ last: 2 }))).toEqual(['Á', 'b']);
    expect(namesOf(await contacts({ orderBy: [{ field: 'CREATED_AT' }], first: 2 }))).toEqual(['b', 'Á']);
  });

  it('are limited to the workspace, in every list and count', async () => {
    const other = await server.client();
    await other.raw('mutation { createContact(input: { name: "Ana" }) { id } }');
    await contact('Ana');
    expect(await contacts({ filter: { text: 'ana' } })).toMatchObject({ totalCount: 1, edges: [{}] });
    expect(await contacts({ orderBy: [{ field: 'NAME' }] })).toMatchObject({ totalCount: 1, edges: [{}] });
  });

  it.each<[string, object, string[]]>([
    ['both sizes', { first: 1, last: 1 }, ['last']],
    ['a large page', { last: 101 }, ['last']],
    ['a cursor of another kind', { last: 1, before: 'x' }, ['before']],
    ['a cursor without values', { orderBy: [{ field: 'NAME' }], after: 'AZ8xM1h9cACAAAAAAAAAAQ' }, ['after']],
    ['two orders', { orderBy: [{ field: 'NAME' }, { field: 'CREATED_AT' }] }, ['orderBy']],
    ['many words', { filter: { text: 'a b c d e f g h i' } }, ['filter', 'text']],
    ['a text that cannot be stored', { filter: { text: 'a\0' } }, ['filter', 'text']],
    ['a list as a custom field', { filter: { customFields: { a: [1] } } }, ['filter', 'customFields', 'a']],
    ['a list of custom fields', { filter: { customFields: [1] } }, ['filter', 'customFields']],
    [
      'a period that ends before it begins',
      { filter: { createdFrom: '2026-01-02T00:00:00Z', createdTo: '2026-01-01T00:00:00Z' } },
      ['filter', 'createdTo'],
    ],
  ])('are not found by %s', async (_, variables, path) => {
    const { errors } = await client.raw(FIND_CONTACTS, variables);
    expect(errors![0]!.extensions).toMatchObject({ code: 'INVALID_INPUT', details: [{ path }] });
  });
});

it('finds orders by pipeline, value and name, and sorts them by value', async () => {
  const pipeline = await create('Pipeline', { name: 'Sales', stages: ['New'] });
  const order = (name: string, value: string) => create('Order', { pipelineId: pipeline.id, name, value });
  for (const [name, value] of [
    ['Café', '9.50'],
    ['Tea', '100'],
    ['Cafe crème', '20'],
  ])
    await order(name!, value!);
  const names = async (variables: object) => namesOf(await find(FIND_ORDERS, variables));

  const orderBy = [{ field: 'VALUE' }];
  expect(await names({ orderBy, filter: { pipelineId: pipeline.id } })).toEqual(['Café', 'Cafe crème', 'Tea']);
  expect(await names({ filter: { valueFrom: 9.5, valueTo: '20' } })).toEqual(['Cafe crème', 'Café']);
  expect(await names({ filter: { text: 'CAFÉ' }, orderBy: [{ field: 'VALUE', direction: 'DESC' }] })).toEqual([
    'Cafe crème',
    'Café',
  ]);
  const { errors } = await client.raw(FIND_ORDERS, { filter: { valueFrom: 2, valueTo: 1 } });
  expect(errors![0]!.extensions.details).toMatchObject([{ path: ['filter', 'valueTo'] }]);
});

it('finds tasks by status, time and assignee, sorted by due date', async () => {
  const task = (title: string, more: object) => create('Task', { title, ...more });
  await task('Never', { assigneeId: 'Ana' });
  const done = await task('Done', { dueAt: '2030-01-01T00:00:00Z' });
  await task('Late', { dueAt: '2030-02-01T00:00:00Z', priority: 'HIGH' });
  await task('Soon', { dueAt: '2030-01-05T00:00:00Z', assigneeId: 'Ana' });
  await client.send('CompleteTask', { id: done.id });
  const titles = async (filter: object) => namesOf(await find(FIND_TASKS, { filter }));

  expect(await titles({ status: 'OPEN' })).toEqual(['Soon', 'Late', 'Never']);
  expect(await titles({ assigneeId: 'Ana' })).toEqual(['Soon', 'Never']);
  expect(await titles({ priority: 'HIGH', text: 'LATE' })).toEqual(['Late']);
  expect(await titles({ dueFrom: '2030-01-02T00:00:00Z' })).toEqual(['Soon', 'Late']);
  expect(await titles({ dueTo: '2030-02-01T00:00:00Z' })).toEqual(['Soon', 'Done']);
  const byDue = `{ tasks(filter: { status: OPEN }, orderBy: [{ field: DUE_AT }]) { totalCount edges { node { title } } } }`;
  const page = await find(byDue, {});
  expect([namesOf(page), page.totalCount]).toEqual([['Soon', 'Late', 'Never'], 3]);
});
