import request from 'supertest';
import { anAutomation, makeSale, send, type Sale } from '../support/sale.js';
import { stateOf } from '../support/state.js';
import {
  documentOf,
  startTestServer,
  type Client,
  type GraphQLAnswer,
  type TestServer,
} from '../support/test-server.js';

let server: TestServer;
let client: Client;
let sale: Sale;

beforeAll(async () => {
  server = await startTestServer();
  client = await server.client();
  sale = await makeSale(client);
});

afterAll(() => server.close());

/** Sends variables with their numbers exactly as written, which a JavaScript object could not hold. */
async function sent(operation: string, variables: string): Promise<GraphQLAnswer<Record<string, { id: string }>>> {
  const body = `{"query": ${JSON.stringify(documentOf(operation))}, "variables": ${variables}}`;
  const response = await request(server.url)
    .post('/graphql')
    .set('authorization', `Bearer ${client.key}`)
    .type('json')
    .send(body);
  return response.body as GraphQLAnswer<Record<string, { id: string }>>;
}

const pathsIn = ({ errors }: GraphQLAnswer<unknown>) => {
  expect(errors!.map(({ extensions }) => extensions.code)).toEqual(errors!.map(() => 'INVALID_INPUT'));
  return errors!.flatMap(({ extensions }) => extensions.details!.map(({ path }) => path.join('.')));
};

describe('a number that JSON cannot represent', () => {
  it.each(['1e400', '12345678901234567890', '9007199254740993', '-9007199254740993', '0.12345678901234567', '1e-400'])(
    'is refused with its path: %s',
    async (number) => {
      const before = await stateOf(server.database);
      const fields = `{"a": 1, "deep": {"list": [0, ${number}]}}`;
      expect(pathsIn(await sent('CreateContact', `{"input": {"name": "Ana", "customFields": ${fields}}}`))).toEqual([
        'input.customFields.deep.list.1',
      ]);
      expect(
        pathsIn(await sent('UpdateOrder', `{"id": "${sale.order.id}", "input": {"customFields": ${fields}}}`)),
      ).toEqual(['input.customFields.deep.list.1']);
      const actions = `[{"type": "update_field", "params": {"field": "contact.customFields.a", "value": ${number}}}]`;
      expect(
        pathsIn(
          await sent(
            'CreateAutomation',
            `{"input": {"name": "A", "trigger": {"type": "order.created"}, "actions": ${actions}}}`,
          ),
        ),
      ).toEqual(['input.actions.0.params.value']);
      expect(await stateOf(server.database)).toBe(before);
    },
  );

  it.each([
    [
      'createContact(input: {name: "Ana", customFields: {a: 1, deep: {list: [0, 1e400]}}}) { id }',
      ['input.customFields.deep.list.1'],
    ],
    [
      'createContact(input: {name: "Ana", customFields: {a: 9007199254740993, b: [[12345678901234567890]]}}) { id }',
      ['input.customFields.a', 'input.customFields.b.0.0'],
    ],
  ])('is refused with its path when a document contains it: %s', async (mutation, paths) => {
    const before = await stateOf(server.database);
    expect(pathsIn(await client.raw(`mutation { ${mutation} }`))).toEqual(paths);
    expect(await stateOf(server.database)).toBe(before);
  });

  it('is refused as the default of a variable', async () => {
    const document =
      'mutation ($fields: JSON = {a: 1e400}) { createContact(input: {name: "Ana", customFields: $fields}) { id } }';
    expect(pathsIn(await client.raw(document))).toEqual(['fields.a']);
  });

  it('is refused for a decimal too, unless it is text or a literal', async () => {
    const { id } = sale.order;
    expect(pathsIn(await sent('UpdateOrder', `{"id": "${id}", "input": {"value": 12345678901234567.89}}`))).toEqual([
      'input.value',
    ]);
    expect(await send(client, 'UpdateOrder', { id, input: { value: '12345678901234567.89' } })).toMatchObject({
      value: '12345678901234567.89',
    });
    const { data } = await client.raw(
      `mutation { updateOrder(id: "${id}", input: {value: 22345678901234567.89}) { value } }`,
    );
    expect(data).toEqual({ updateOrder: { value: '22345678901234567.89' } });
  });

  it('is reported for the first 50, and the rest are counted', async () => {
    const { errors } = await sent(
      'CreateContact',
      `{"input": {"name": "Ana", "customFields": {"a": [${Array(1_000).fill('1e400').join()}]}}}`,
    );
    expect(errors![0]!.extensions.details).toHaveLength(51);
    expect(errors![0]!.extensions.details!.at(-1)).toEqual({ path: [], message: 'and 950 more' });
  });
});

it('keeps every other number as it is', async () => {
  const numbers = [0, -1.5, 0.1, 1e21, 1.7976931348623157e308, 5e-324, 9007199254740992, 0.30000000000000004, 1e-7];
  const { id } = await send(client, 'CreateContact', { input: { name: 'Ana', customFields: { numbers } } });
  expect(await send(client, 'ContactById', { id })).toMatchObject({ customFields: { numbers } });
  const { data } = await client.raw<{ createContact: object }>(
    'mutation { createContact(input: {name: "Ana", customFields: {a: [1.50, 1e3, -0.0]}}) { customFields } }',
  );
  expect(data.createContact).toEqual({ customFields: { a: [1.5, 1000, 0] } });
});

describe('money', () => {
  const MOST = '999999999999999999.99';

  it('may have up to 18 digits before the point in every field', async () => {
    const order = await send(client, 'CreateOrder', { input: { pipelineId: sale.pipeline.id, value: MOST } });
    expect(await send(client, 'UpdateOrder', { id: order.id, input: { value: `-${MOST}` } })).toMatchObject({
      value: `-${MOST}`,
    });
    expect(await send(client, 'UpdateOrder', { id: order.id, input: { value: MOST } })).toMatchObject({ value: MOST });
  });

  it.each(['1000000000000000000', '999999999999999999.995', '-999999999999999999.995'])(
    'is refused beyond that, even if only after rounding: %s',
    async (value) => {
      expect(pathsIn(await client.answer('CreateOrder', { input: { pipelineId: sale.pipeline.id, value } }))).toEqual([
        'input.value',
      ]);
      expect(pathsIn(await client.answer('UpdateOrder', { id: sale.order.id, input: { value } }))).toEqual([
        'input.value',
      ]);
      const actions = ['update_field', 'create_order'].map((type) => ({
        type,
        params: type === 'create_order' ? { pipelineId: sale.pipeline.id, value } : { field: 'order.value', value },
      }));
      const { errors } = await client.answer('CreateAutomation', { input: anAutomation({ actions }) });
      expect(errors![0]!.extensions.details!.map(({ path }) => path.join('.'))).toEqual([
        'actions.0.params.value',
        'actions.1.params.value',
      ]);
    },
  );

  it('of the largest possible order can be saved again, and its order can be duplicated', async () => {
    const items = Array.from({ length: 200 }, () => ({ title: 'Gold', quantity: 100_000, unitPrice: '10000000000' }));
    const automation = await send(client, 'CreateAutomation', {
      input: anAutomation({ trigger: { type: 'order.created' }, actions: [{ type: 'duplicate_order', params: {} }] }),
    });
    const done = server.until(
      client.workspaceId,
      ({ execution }) => execution.status === 'SUCCEEDED' || execution.status === 'FAILED',
    );
    const order = await send<{ id: string; value: string }>(client, 'CreateOrder', {
      input: { pipelineId: sale.pipeline.id, items },
    });
    expect(order.value).toBe('200000000000000000.00');
    expect((await done).execution).toMatchObject({ automationId: automation.id, status: 'SUCCEEDED' });
    expect(await send(client, 'UpdateOrder', { id: order.id, input: { value: order.value } })).toMatchObject({
      value: order.value,
    });
  });
});
