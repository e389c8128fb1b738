import { anAutomation, makeSale, send, type Sale } from '../support/sale.js';
import { stateOf } from '../support/state.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

let server: TestServer;
let client: Client;
let sale: Sale;

beforeAll(async () => {
  server = await startTestServer();
  client = await server.client();
  sale = await makeSale(client);
});

afterAll(() => server.close());

/** The paths of all mistakes in the answer, which changed nothing. */
async function pathsOf(operation: string, variables: object): Promise<string[]> {
  const before = await stateOf(server.database);
  const { data, errors } = await client.answer(operation, variables);
  expect(data).toBeNull();
  expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['INVALID_INPUT']));
  expect(await stateOf(server.database)).toBe(before);
  return errors!.flatMap(({ extensions }) => extensions.details!.map(({ path }) => path.join('.')));
}

it.each<[string, string, () => object, string[]]>([
  ['a missing variable', 'CreateContact', () => ({}), ['input']],
  ['null for a required variable', 'ContactById', () => ({ id: null }), ['id']],
  ['a number for text', 'CreateContact', () => ({ input: { name: 5 } }), ['input.name']],
  ['text for an object', 'CreateContact', () => ({ input: 'Ana' }), ['input']],
  ['an unknown field', 'CreateContact', () => ({ input: { name: 'Ana', nickname: 'A' } }), ['input.nickname']],
  [
    'an unknown field deep within',
    'CreateOrder',
    () => ({ input: { pipelineId: sale.pipeline.id, items: [{ title: 'A', quantity: 1, weight: 2 }] } }),
    ['input.items.0.weight'],
  ],
  [
    'an unknown field of an update',
    'UpdateOrder',
    () => ({ id: sale.order.id, input: { sourceOrderId: 'x' } }),
    ['input.sourceOrderId'],
  ],
  ['a missing field', 'CreateTask', () => ({ input: { priority: 'LOW' } }), ['input.title']],
  [
    'an unknown value of an enum',
    'CreateTask',
    () => ({ input: { title: 'A', priority: 'PRESSING' } }),
    ['input.priority'],
  ],
  ['an invalid decimal', 'UpdateOrder', () => ({ id: sale.order.id, input: { value: 'much' } }), ['input.value']],
  [
    'a decimal too long',
    'UpdateOrder',
    () => ({ id: sale.order.id, input: { value: '1'.repeat(19) } }),
    ['input.value'],
  ],
  ['an invalid instant', 'CreateTask', () => ({ input: { title: 'A', dueAt: 'tomorrow' } }), ['input.dueAt']],
  [
    'a day that does not exist',
    'CreateTask',
    () => ({ input: { title: 'A', dueAt: '2026-02-30T10:00:00Z' } }),
    ['input.dueAt'],
  ],
  [
    'a year of five digits',
    'CreateTask',
    () => ({ input: { title: 'A', dueAt: '9999-12-31T23:00:00-05:00' } }),
    ['input.dueAt'],
  ],
  [
    'a year before the first',
    'CreateTask',
    () => ({ input: { title: 'A', dueAt: '0000-01-01T00:00:00+01:00' } }),
    ['input.dueAt'],
  ],
  [
    'the year 0, which Postgres does not have',
    'CreateTask',
    () => ({ input: { title: 'A', dueAt: '0000-01-01T00:00:00Z' } }),
    ['input.dueAt'],
  ],
  ['a filter by the year 0', 'Events', () => ({ filter: { from: '0000-12-31T23:59:59.999Z' } }), ['filter.from']],
  [
    'an hour that does not exist',
    'CreateTask',
    () => ({ input: { title: 'A', dueAt: '2026-01-31T24:30:00Z' } }),
    ['input.dueAt'],
  ],
  [
    'a filter by a day that does not exist',
    'Executions',
    () => ({ filter: { from: '2026-02-29', to: '2026-13-01' } }),
    ['filter.from', 'filter.to'],
  ],
  [
    'a filter by a character that cannot be stored',
    'Automations',
    () => ({ filter: { search: 'a\0b', triggerType: 'a\ud800' } }),
    ['filter.search', 'filter.triggerType'],
  ],
  [
    'a filter of executions by such a character',
    'Executions',
    () => ({ filter: { triggerType: 'a\0b' } }),
    ['filter.triggerType'],
  ],
  ['a filter of events by such a character', 'Events', () => ({ filter: { type: 'a\0b' } }), ['filter.type']],
  [
    'half a quantity',
    'CreateOrder',
    () => ({ input: { pipelineId: sale.pipeline.id, items: [{ title: 'A', quantity: 1.5 }] } }),
    ['input.items.0.quantity'],
  ],
  [
    'several mistakes in variables',
    'CreateTask',
    () => ({ input: { title: 5, dueAt: 'tomorrow', priority: 'PRESSING', color: 1 } }),
    ['input.color', 'input.dueAt', 'input.priority', 'input.title'],
  ],
  [
    'several mistakes in values',
    'CreateContact',
    () => ({ input: { name: ' ', phone: '12', email: 'ana', customFields: { '1st': 1 } } }),
    ['input.customFields.1st', 'input.email', 'input.name', 'input.phone'],
  ],
  ['a text too long', 'CreateContact', () => ({ input: { name: 'x'.repeat(201) } }), ['input.name']],
  [
    'a character that cannot be stored',
    'CreateContact',
    () => ({ input: { name: 'a\0b', city: 'a\ud800' } }),
    ['input.city', 'input.name'],
  ],
  [
    'a custom field that is not an object',
    'CreateContact',
    () => ({ input: { name: 'Ana', customFields: [1] } }),
    ['input.customFields'],
  ],
  [
    'an order without a quantity to sell',
    'CreateOrder',
    () => ({ input: { pipelineId: sale.pipeline.id, items: [{ title: '', quantity: 0, unitPrice: '-1' }] } }),
    ['input.items.0.quantity', 'input.items.0.title', 'input.items.0.unitPrice'],
  ],
  ['a pipeline without stages', 'CreatePipeline', () => ({ input: { name: 'P', stages: [] } }), ['input.stages']],
  [
    'a stage without a name',
    'CreatePipeline',
    () => ({ input: { name: 'P', stages: ['A', ' '] } }),
    ['input.stages.1'],
  ],
  ['an invalid color', 'CreateTag', () => ({ input: { name: 'T', color: 'red' } }), ['input.color']],
  [
    'a message without text',
    'ReceiveMessage',
    () => ({ input: { phone: '+5511999990000', text: ' ' } }),
    ['input.text'],
  ],
  [
    'a message from an invalid number',
    'ReceiveMessage',
    () => ({ input: { phone: 'Ana', text: 'Hi' } }),
    ['input.phone'],
  ],
])('refuses %s with its path, and changes nothing', async (_, operation, ...[variables, paths]) => {
  expect((await pathsOf(operation, variables())).sort()).toEqual(paths);
});

const nested = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

it.each<[string, string, (value: unknown) => object, (string | number)[]]>([
  [
    'custom fields',
    'CreateContact',
    (value: unknown) => ({ input: { name: 'Ana', customFields: { deep: value } } }),
    ['input', 'customFields', 'deep'],
  ],
  [
    'the params of an action',
    'CreateAutomation',
    (value: unknown) => ({ input: anAutomation({ actions: [{ type: 'webhook', params: { payload: value } }] }) }),
    ['input', 'actions', 0],
  ],
  [
    'conditions',
    'CreateAutomation',
    (value: unknown) => ({ input: anAutomation({ conditions: value }) }),
    ['input', 'conditions', 'a'],
  ],
])(
  'refuses %s nested 3,000 deep with its path, before it is parsed further',
  async (_, operation, ...[variables, path]) => {
    const before = await stateOf(server.database);
    const { errors } = await client.answer(operation, variables(nested(3_000)));
    const [{ code, details }] = errors!.map(({ extensions }) => extensions) as [
      { code: string; details: { path: unknown[]; message: string }[] },
    ];
    expect([code, details.length, details[0]!.message]).toEqual(['INVALID_INPUT', 1, 'Nested deeper than 32 levels']);
    expect(details[0]!.path.slice(0, 3)).toEqual(path);
    expect(await stateOf(server.database)).toBe(before);
  },
);

it('refuses JSON that is nested too deeply in the document itself', async () => {
  const literal = `${'{ a: '.repeat(500)}1${' }'.repeat(500)}`;
  const { errors } = await client.raw(
    `mutation { createContact(input: { name: "Ana", customFields: ${literal} }) { id } }`,
  );
  expect(errors).toMatchObject([
    { message: expect.stringContaining('Nested deeper than 32 levels'), extensions: { code: 'INVALID_INPUT' } },
  ]);
});

it('stores instants from the first year to the last', async () => {
  for (const dueAt of ['0001-01-01T00:00:00.000Z', '0099-06-15T12:00:00.123Z', '9999-12-31T23:59:59.999Z']) {
    expect(await send(client, 'CreateTask', { input: { title: 'Call', dueAt } })).toMatchObject({ dueAt });
  }
});

it('refuses to move an order to a stage of another pipeline, and leaves it where it is', async () => {
  expect(await pathsOf('MoveOrder', { id: sale.order.id, stageId: sale.elsewhere.stages[0]!.id })).toEqual(['stageId']);
  expect(await send(client, 'OrderById', { id: sale.order.id })).toMatchObject({ stage: { name: 'New' } });
});

it('refuses a new order at a stage of another pipeline', async () => {
  expect(
    await pathsOf('CreateOrder', { input: { pipelineId: sale.pipeline.id, stageId: sale.elsewhere.stages[0]!.id } }),
  ).toEqual(['input.stageId']);
});

it.each([
  [
    "another contact's phone number",
    'CreateContact',
    () => ({ input: { name: 'Twin', phone: '+55 (11) 99999-0000' } }),
  ],
  ["another tag's name, in any case", 'CreateTag', () => ({ input: { name: 'CUSTOMER' } })],
])('answers %s with CONFLICT, and changes nothing', async (_, operation, variables) => {
  const before = await stateOf(server.database);
  const { data, errors } = await client.answer(operation, variables());
  expect([data, errors?.map(({ extensions }) => extensions.code)]).toEqual([null, ['CONFLICT']]);
  expect(await stateOf(server.database)).toBe(before);
});

it.each([
  ['CreateOrder', () => ({ input: { pipelineId: sale.pipeline.id, name: '' } }), 'Must not be empty'],
  ['CreateContact', () => ({ input: { name: '\u{1F600}'.repeat(201) } }), 'At most 200 characters'],
])('explains what is wrong with a name in %s', async (operation, variables, message) => {
  const { errors } = await client.answer(operation, variables());
  expect(errors![0]!.extensions.details).toEqual([{ path: ['input', 'name'], message }]);
});

it('counts an emoji as one character', async () => {
  const name = '\u{1F600}'.repeat(200);
  expect(await send(client, 'CreateContact', { input: { name } })).toMatchObject({ name });
});

it('runs nothing of a document in which one mutation is malformed', async () => {
  const before = await stateOf(server.database);
  const { data, errors } = await client.raw(
    'mutation { first: createTag(input: { name: "First" }) { id } second: createTag(input: { nome: "Second" }) { id } }',
  );
  expect([data, new Set(errors?.map(({ extensions }) => extensions.code))]).toEqual([null, new Set(['INVALID_INPUT'])]);
  expect(await stateOf(server.database)).toBe(before);
});
