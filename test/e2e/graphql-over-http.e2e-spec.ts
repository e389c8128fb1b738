import { auditServer, type AuditResult } from 'graphql-http';
import { newId } from '../../src/kernel/ids.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer({ GRAPHIQL: 'true' });
  client = await server.client();
});

afterAll(() => server.close());

const RESPONSE = 'application/graphql-response+json';

type Answer = { data?: unknown; errors: { extensions: { code: string; details: { path: unknown }[] } }[] };

async function ask(body: unknown, headers: Record<string, string> = {}) {
  const all = {
    'content-type': 'application/json',
    accept: RESPONSE,
    authorization: `Bearer ${client.key}`,
    ...headers,
  };
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: all,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: (await response.json()) as Answer,
  };
}

// No warnings are allowed; explain here any that must be.
it('passes all audits of GraphQL over HTTP without an error, warning or notice', async () => {
  const withKey = (url: string, { headers, ...rest }: RequestInit = {}) =>
    fetch(url, { ...rest, headers: { ...(headers as object), authorization: `Bearer ${client.key}` } });
  const results: AuditResult[] = await auditServer({ url: `${server.url}/graphql`, fetchFn: withKey });

  expect(results).toHaveLength(61);
  expect(
    results.flatMap((each) => (each.status === 'ok' ? [] : `${each.status}: ${each.name}: ${each.reason}`)),
  ).toEqual([]);
});

it('answers a request that was not executed with the right HTTP status and without data', async () => {
  const query = '{ tags { edges { node { id } } } }';
  const told = async (...request: Parameters<typeof ask>) => {
    const { status, type, body } = await ask(...request);
    expect(type).toBe(`${RESPONSE}; charset=utf-8`);
    expect(body).not.toHaveProperty('data');
    return [status, body.errors[0]!.extensions.code];
  };

  expect(await told({ query: '{ tags {' })).toEqual([400, 'INVALID_INPUT']);
  expect(await told({ query: '{ nonsense }' })).toEqual([400, 'INVALID_INPUT']);
  expect(await told({ query: 'query ($id: ID!) { order(id: $id) { id } }', variables: {} })).toEqual([
    400,
    'INVALID_INPUT',
  ]);
  expect(await told({ query: `{ ${'a: __typename '.repeat(60)} }` })).toEqual([400, 'INVALID_INPUT']);
  expect(await told({ query }, { 'content-type': 'text/plain' })).toEqual([415, 'INVALID_INPUT']);
  expect(await told({ query: `# ${'x'.repeat(2_000_000)}` })).toEqual([413, 'INVALID_INPUT']);
});

it('answers 200 for an executed request, even if it failed', async () => {
  const missing = { query: `{ order(id: "${newId()}") { id } }` };

  expect(await ask(missing)).toMatchObject({
    status: 200,
    type: `${RESPONSE}; charset=utf-8`,
    body: { data: null, errors: [{ extensions: { code: 'NOT_FOUND' } }] },
  });
  expect(await ask({ query: '{ catalog { limits { maxActions } } }' })).toMatchObject({
    status: 200,
    body: { data: { catalog: { limits: { maxActions: 50 } } } },
  });
});

it.each<[string, unknown, (string | number)[][]]>([
  ['a number for a document', { query: 0 }, [['query']]],
  ['a list of documents', { query: ['{ __typename }'] }, [['query']]],
  [
    'everything wrong at once',
    { query: null, operationName: 1, variables: 'x', extensions: [] },
    [['query'], ['operationName'], ['variables'], ['extensions']],
  ],
  ['a batch', [{ query: '{ __typename }' }], [[]]],
  ['half a body', '{"query":', [[]]],
])('refuses %s with 400 for every media type, with the path', async (_, body, paths) => {
  for (const accept of [RESPONSE, 'application/json']) {
    const answer = await ask(body, { accept });
    expect([answer.status, answer.body.errors[0]!.extensions.code]).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors[0]!.extensions.details.map(({ path }) => path)).toEqual(paths);
  }
});

it('refuses a mutation by GET with 405', async () => {
  const url = `${server.url}/graphql?query=${encodeURIComponent('mutation { createTag(input: { name: "Got" }) { id } }')}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${client.key}` } });

  expect([response.status, ((await response.json()) as Answer).errors[0]!.extensions.code]).toEqual([
    405,
    'INVALID_INPUT',
  ]);
  expect(await server.database.query(`SELECT FROM tag WHERE name = 'Got'`)).toEqual([]);
});
