import { readFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import { buildSchema } from 'graphql';
import request from 'supertest';
import { ContactsService } from '../../src/crm/contacts/contacts.service.js';
import { ApiKeys } from '../../src/platform/api-keys/api-keys.service.js';
import { operationsOf, senselessDocument } from '../support/operations.js';
import { anAutomation, send } from '../support/sale.js';
import { stateOf } from '../support/state.js';
import { clientOf, documentOf, startTestServer, type Client, type TestServer } from '../support/test-server.js';

const { query, mutation } = operationsOf(
  buildSchema(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8')),
);
const queries = query.map((each) => [each.name, senselessDocument('query', each)] as const);
const mutations = mutation.map((each) => [each.name, senselessDocument('mutation', each)] as const);

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
  client = await server.client();
});

afterAll(() => server.close());

const post = (body: string | object, headers: Record<string, string> = {}) =>
  request(server.url).post('/graphql').set('content-type', 'application/json').set(headers).send(body);
const bearer = (key = client.key) => ({ authorization: `Bearer ${key}` });

it.each([...queries, ...mutations])(
  'answers %s without a key with 401 and UNAUTHENTICATED, and changes nothing',
  async (_, document) => {
    const before = await stateOf(server.database);
    const { status, body } = await post({ query: document });
    expect(status).toBe(401);
    expect(body).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(await stateOf(server.database)).toBe(before);
  },
);

it.each<[string, () => Promise<Record<string, string>>]>([
  ['that is unknown', async () => bearer(ApiKeys.generate())],
  ['without the word Bearer', async () => ({ authorization: client.key })],
  ['that is empty', async () => ({ authorization: 'Bearer ' })],
  ['longer than any valid key', async () => bearer('x'.repeat(600))],
  ['that was revoked', async () => spoiled(`revoked_at = clock_now()`)],
  ['that has expired', async () => spoiled(`expires_at = clock_now() - interval '1 second'`)],
])('refuses a key %s', async (_, headers) => {
  const { status, body } = await post({ query: documentOf('Catalog') }, await headers());
  expect([status, body.errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
});

// A workspace with one key, which worked before it was revoked.
async function spoiled(change: string): Promise<Record<string, string>> {
  const { key, workspaceId, send: ask } = await server.client();
  await ask('Catalog');
  await server.database.query(`UPDATE api_key SET ${change} WHERE workspace_id = $1`, [workspaceId]);
  return bearer(key);
}

it.each(mutations)('refuses %s to a viewer, and changes nothing', async (_, document) => {
  const viewer = await server.client('viewer');
  const before = await stateOf(server.database);
  const { data, errors } = await viewer.raw(document);
  expect(data).toBeNull();
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  expect(await stateOf(server.database)).toBe(before);
});

it('lets a viewer read what an editor created', async () => {
  const { id } = await send(client, 'CreateAutomation', { input: anAutomation() });
  const viewer = clientOf(server.url, client.workspaceId, await server.keyFor(client.workspaceId, 'viewer'));
  expect(await send(viewer, 'AutomationById', { id })).toMatchObject({ id });
  expect(await send(viewer, 'Catalog')).toMatchObject({ limits: { maxActions: 50 } });
});

it('returns only a reference number for an unexpected error', async () => {
  const secret = 'password authentication failed for user "crm" at db.internal:5432';
  const contacts = server.app.get(ContactsService, { strict: false });
  const broken = jest
    .spyOn(contacts, 'page')
    .mockRejectedValue(Object.assign(new Error(secret), { code: '28P01', detail: 'secret detail' }));
  server.app.useLogger(false);
  const { status, text } = await post({ query: '{ contacts { edges { cursor } } }' }, bearer());
  broken.mockRestore();

  const { data, errors } = JSON.parse(text);
  expect([status, data]).toEqual([200, null]);
  expect(errors).toEqual([
    {
      message: `Internal error ${errors[0].extensions.id}`,
      locations: expect.any(Array),
      path: ['contacts'],
      extensions: { code: 'INTERNAL', id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    },
  ]);
  expect(text).not.toMatch(/password|secret|db\.internal|28P01|\.ts|node_modules/);
});

it.each<[string, () => string | object]>([
  ['text that is not JSON', () => '{"query": '],
  ['JSON without a query', () => ({ variables: {} })],
  ['a document with a syntax error', () => ({ query: '{ catalog {' })],
  [
    'a document with two operations and no operation name',
    () => ({ query: 'query A { catalog { limits { maxActions } } } query B { catalog { limits { maxActions } } }' }),
  ],
  ['an unknown field', () => ({ query: '{ catalog { nonsense } }' })],
  ['an unknown operation', () => ({ query: 'mutation { dropEverything { id } }' })],
  [
    'a fragment that contains itself',
    () => ({
      query:
        'query { events { edges { node { ...E } } } } fragment E on Event { decisions { execution { event { ...E } } } }',
    }),
  ],
  ['variables that are not an object', () => ({ query: documentOf('ContactById'), variables: 'nonsense' })],
  ['a body over the limit', () => ({ query: documentOf('Catalog'), variables: { text: 'x'.repeat(1_200_000) } })],
])("answers %s with INVALID_INPUT, in GraphQL's standard format", async (_, body) => {
  const before = await stateOf(server.database);
  const answer = await post(body(), bearer());
  expect(answer.body).toMatchObject({
    data: null,
    errors: [{ message: expect.any(String), extensions: { code: 'INVALID_INPUT', details: expect.any(Array) } }],
  });
  expect(answer.text).not.toMatch(/node_modules|at .*\.js/);
  expect(await stateOf(server.database)).toBe(before);
});

it('serves no introspection in production', async () => {
  const production = await startTestServer({ GRAPHIQL: 'false' });
  const { errors } = await (await production.client()).raw('{ __schema { types { name } } }');
  await production.close();
  expect(errors?.[0]).toMatchObject({
    message: expect.stringContaining('introspection'),
    extensions: { code: 'INVALID_INPUT' },
  });
});
