import { once } from 'node:events';
import { getIntrospectionQuery } from 'graphql';
import { LIMITS } from '../../src/kernel/limits.js';
import { Config } from '../../src/platform/config/config.js';
import { dial, openSocket, until } from '../support/raw-socket.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import WebSocket from 'ws';

type Answer = { data?: unknown; errors?: { message: string; extensions: { code: string } }[] };
type Server = TestServer & { key: string };

const PRODUCTION = {
  NODE_ENV: 'production',
  KEY_PEPPER: 'a pepper of production',
  ENCRYPTION_KEYS: `a:${Buffer.alloc(32, 1).toString('base64')}`,
};

const start = async (environment: Record<string, string> = {}): Promise<Server> => {
  const server = await startTestServer(environment);
  return Object.assign(server, { key: (await server.client()).key });
};

let open: Server;
let closed: Server;

beforeAll(async () => {
  open = await start();
  closed = await start(PRODUCTION);
});

afterAll(async () => {
  await open.close();
  await closed.close();
});

/** A browser's CORS preflight for a POST from this origin, and the answer: null if nothing is allowed. */
async function allowedTo(server: Server, origin: string) {
  const { headers } = await fetch(`${server.url}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  return ['origin', 'headers', 'credentials'].map((what) => headers.get(`access-control-allow-${what}`));
}

/** Sends this over HTTP, with a valid key unless a header replaces it. */
async function post(
  server: Server,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: Answer }> {
  const all = { 'content-type': 'application/json', authorization: `Bearer ${server.key}`, ...headers };
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: all,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
}

const overHttp = async (server: Server, query: string, variables: object = {}) =>
  (await post(server, { query, variables })).body.errors?.[0];

/** The first error that arrives on a socket. */
async function overSocket(server: Server, query: unknown, variables: object = {}) {
  const socket = await openSocket(server, server.key);
  const answer = await until(socket, { id: '1', type: 'subscribe', payload: { query, variables } });
  socket.terminate();
  return (answer.payload as Answer['errors'])![0]!;
}

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
const nested = (depth: number) =>
  `event { ${'decisions { execution { event { '.repeat(depth)} id ${'} } }'.repeat(depth)} }`;
/** 2^30 fields if every spread were expanded. */
const BOMB = `${times(30, (n) => `fragment f${n} on Execution { ...f${n + 1} ...f${n + 1} }`)} fragment f30 on Execution { id }`;

const TOO_MUCH: [string, string, RegExp][] = [
  ['too many tokens', times(LIMITS.maxQueryTokens, () => 'id'), /tokens/],
  ['too many fields', times(LIMITS.maxQueryFields + 1, () => 'id'), /1002 fields; at most 1000/],
  ['too many aliases', times(LIMITS.maxQueryAliases + 1, (n) => `a${n}: id`), /51 aliases; at most 50/],
  ['too many levels', nested(5), /levels of fields; at most 12/],
];

it.each(TOO_MUCH)('refuses a document with %s, over HTTP and over a socket', async (_, part, words) => {
  for (const server of [open, closed]) {
    expect(await overHttp(server, `{ execution(id: "1") { ${part} } }`)).toMatchObject({
      message: expect.stringMatching(words),
      extensions: { code: 'INVALID_INPUT' },
    });
    expect(await overSocket(server, `subscription { executionUpdated { ${part} } }`)).toMatchObject({
      message: expect.stringMatching(words),
      extensions: { code: 'INVALID_INPUT' },
    });
  }
});

const TOO_MANY_OBJECTS = {
  message: expect.stringMatching(/objects; smaller pages need fewer/),
  extensions: { code: 'INVALID_INPUT' },
};
/** Contacts with their orders and everything below: 9,741 objects for 20 contacts of 5 orders, 48,701 for 100. */
const LISTS =
  'edges { node { orders(first: 5) { tasks(first: 20) { id } items(first: 20) { title } tags(first: 20) { id } stage { id } contact { tags(first: 20) { id } } } } }';

it('counts the maximum number of objects by the requested page sizes', async () => {
  const document = `query ($first: Int) { contacts(first: $first) { ${LISTS} } }`;

  expect(await overHttp(open, document, { first: 20 })).toBeUndefined();
  expect(await overHttp(open, document.replaceAll('first: 20', 'first: 30'), { first: 100 })).toMatchObject(
    TOO_MANY_OBJECTS,
  );
  expect(
    await overHttp(open, `{ contacts(first: 100) { ${LISTS.replaceAll('first: 20', 'first: 30')} } }`),
  ).toMatchObject(TOO_MANY_OBJECTS);
});

it('counts a list without a page size by its maximum length', async () => {
  const nest = (depth: number): string => (depth === 0 ? 'id' : `orders { contact { ${nest(depth - 1)} } }`);

  expect(await overHttp(open, `{ contact(id: "1") { ${nest(2)} } }`)).toMatchObject({
    extensions: { code: 'NOT_FOUND' },
  });
  expect(await overHttp(open, `{ contact(id: "1") { ${nest(3)} } }`)).toMatchObject(TOO_MANY_OBJECTS);
  expect(
    await overHttp(open, '{ events(first: 100) { edges { node { decisions { execution { steps { key } } } } } } }'),
  ).toMatchObject(TOO_MANY_OBJECTS);
});

const SIZES: [string, string, object, boolean][] = [
  ['written out', '{ contacts(first: 100) { IN } }', {}, false],
  ['a variable', 'query ($n: Int) { contacts(first: $n) { IN } }', { n: 100 }, false],
  ['the default of a variable', 'query ($n: Int = 100) { contacts(first: $n) { IN } }', {}, false],
  ['a variable that overrides its default', 'query ($n: Int = 100) { contacts(first: $n) { IN } }', { n: 10 }, true],
  [
    'a variable that is null, though it has a default',
    'query ($n: Int = 100) { contacts(first: $n) { IN } }',
    { n: null },
    true,
  ],
  ['a variable that is not given', 'query ($n: Int) { contacts(first: $n) { IN } }', {}, true],
  ['null', '{ contacts(first: null) { IN } }', {}, true],
  [
    'the default of a variable within a fragment',
    'query ($n: Int = 100) { ...all } fragment all on Query { contacts(first: $n) { IN } }',
    {},
    false,
  ],
  ['an alias', '{ tags(first: 1) { pageInfo { hasNextPage } } many: contacts(first: 100) { IN } }', {}, false],
  [
    'what a variable leaves out',
    'query ($no: Boolean = false) { contacts(first: 100) @include(if: $no) { IN } tags(first: 1) { edges { cursor } } }',
    {},
    true,
  ],
  [
    'what a variable leaves in',
    'query ($yes: Boolean = true) { contacts(first: 100) @include(if: $yes) { IN } }',
    {},
    false,
  ],
];

it.each(SIZES)('reads the size from %s', async (_, ...[document, variables, fits]) => {
  const error = await overHttp(
    open,
    document.replace('IN', 'edges { node { orders(first: 30) { tasks(first: 20) { id } } } }'),
    variables,
  );

  if (fits) expect(error).toBeUndefined();
  else expect(error).toMatchObject(TOO_MANY_OBJECTS);
});

it('limits the number of field comparisons, however fields are repeated', async () => {
  const fragments = times(60, (n) => `fragment f${n} on Contact { orders(first: 1) { id name } }`);
  for (const inner of [times(200, () => 'stage { id name }'), times(200, () => '... on Order { id }')]) {
    expect(await overHttp(open, `{ contact(id: "1") { orders(first: 1) { ${inner} } } }`)).toMatchObject({
      message: expect.stringMatching(/repeated fields; at most 100/),
    });
  }
  expect(
    await overHttp(
      open,
      `{ contact(id: "1") { ${times(60, (n) => `...f${n}`)} ${times(60, () => 'name')} } } ${fragments}`,
    ),
  ).toMatchObject({ message: expect.stringMatching(/repeated fields/) });
});

it('limits how much of the schema is queried, and accepts what standard clients query', async () => {
  const many = times(45, (n) => `a${n}: type { fields { type { name description } } }`);
  for (const query of [
    `{ __schema { types { fields { ${many} } } } }`,
    `{ ...s } fragment s on Query { __schema { types { ...t } } } fragment t on __Type { fields { ${many} } }`,
  ]) {
    expect(await overHttp(open, query)).toMatchObject({
      message: expect.stringMatching(/parts of the schema; at most 10000/),
      extensions: { code: 'INVALID_INPUT' },
    });
  }
  const long = `{ __schema { types { ${'a'.repeat(200_000)}: name } } }`;
  expect(await overHttp(open, long)).toMatchObject({
    message: expect.stringMatching(/bytes of the schema/),
    extensions: { code: 'INVALID_INPUT' },
  });
  expect(
    await overHttp(
      open,
      getIntrospectionQuery({
        specifiedByUrl: true,
        inputValueDeprecation: true,
        schemaDescription: true,
        directiveIsRepeatable: true,
      }),
    ),
  ).toBeUndefined();
});

it('counts the objects that a socket may have to create', async () => {
  const lists = (depth: number): string =>
    depth === 0 ? 'id' : `event { decisions { execution { ${lists(depth - 1)} steps { key } } } }`;

  expect(
    await overSocket(
      open,
      `subscription { executionUpdated { ${lists(3)} a: ${lists(3)} b: ${lists(3)} c: ${lists(3)} d: ${lists(3)} e: ${lists(3)} } }`,
    ),
  ).toMatchObject({
    message: expect.stringMatching(/objects; smaller pages/),
  });
});

it('visits each fragment once, even if expanding them would never end', async () => {
  expect(await overHttp(open, `{ execution(id: "1") { ...f0 } } ${BOMB}`)).toMatchObject({
    extensions: { code: 'NOT_FOUND' },
  });

  const circle = 'fragment a on Execution { ...b } fragment b on Execution { ...a }';
  expect(await overHttp(open, `{ execution(id: "1") { ...a } } ${circle}`)).toMatchObject({
    message: expect.stringMatching(/within itself/),
  });
  expect(await overSocket(open, `subscription { executionUpdated { ...a } } ${circle}`)).toMatchObject({
    message: expect.stringMatching(/within itself/),
  });
});

it('refuses a batch, a syntax tree in place of a document, and a body over the limit', async () => {
  const query = '{ tags { edges { node { id } } } }';
  const tree = JSON.stringify({
    kind: 'Document',
    definitions: [
      {
        kind: 'OperationDefinition',
        operation: 'query',
        selectionSet: {
          kind: 'SelectionSet',
          selections: [{ kind: 'Field', name: { kind: 'Name', value: '__typename' } }],
        },
      },
    ],
  });

  expect((await post(open, [{ query }, { query }])).body).toMatchObject({
    data: null,
    errors: [{ extensions: { code: 'INVALID_INPUT' } }],
  });
  for (const document of [tree, '[]', 'null', '"{ tags }"'])
    expect(await overHttp(open, document)).toMatchObject({
      message: expect.stringMatching(/Syntax Error/),
      extensions: { code: 'INVALID_INPUT' },
    });
  const socket = await openSocket(open, open.key);
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: JSON.parse(tree) } }));
  expect((await once(socket, 'close'))[0]).toBe(4400);
  expect((await post(open, { query, variables: { x: 'x'.repeat(LIMITS.maxRequestBytes) } })).body.errors).toMatchObject(
    [{ message: expect.stringMatching(/too large/), extensions: { code: 'INVALID_INPUT' } }],
  );
});

it('hides its schema in production, both in introspection and in error messages', async () => {
  for (const query of [
    getIntrospectionQuery(),
    '{ __schema { queryType { name } } }',
    '{ __type(name: "Order") { name } }',
  ]) {
    expect(await overHttp(closed, query)).toMatchObject({ message: expect.stringMatching(/introspection/i) });
    expect(await overHttp(open, query)).toBeUndefined();
  }
  expect((await overHttp(closed, '{ automationz { id } }'))!.message).toBe(
    'Cannot query field "automationz" on type "Query".',
  );
  expect((await overHttp(open, '{ automationz { id } }'))!.message).toMatch(/Did you mean "automation/);
  expect((await overHttp(closed, 'query ($input: CreateTagInput!) { x }'))!.message).not.toMatch(/Did you mean/);
  expect(
    (await overHttp(closed, 'mutation ($input: CreateTagInput!) { createTag(input: $input) { id } }', {
      input: { nam: 'x' },
    }))!.message,
  ).not.toMatch(/Did you mean/);
  expect((await overSocket(open, 'subscription { __schema { types { name } } }')).message).toMatch(
    /must not select an introspection top level field|Cannot query field "__schema"/,
  );
  expect((await overSocket(closed, 'subscription { executionUpdate { id } }')).message).toBe(
    'Cannot query field "executionUpdate" on type "Subscription".',
  );
  expect((await fetch(`${closed.url}/graphiql`)).status).toBe(404);
});

it('tells a client without a key in production only that the key is missing', async () => {
  for (const query of ['{ automationz }', '{', getIntrospectionQuery()]) {
    const { status, body } = await post(closed, { query }, { authorization: '' });
    expect([status, body]).toEqual([
      401,
      {
        data: null,
        errors: [{ message: 'Send an API key: Authorization: Bearer <key>', extensions: { code: 'UNAUTHENTICATED' } }],
      },
    ]);
  }
});

it.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/graphql',
  '',
])('refuses a body of type "%s", which a page may send without a CORS preflight', async (type) => {
  const before = await open.database.query(`SELECT count(*) FROM tag`);
  const mutation = 'mutation { createTag(input: { name: "Forged" }) { id } }';
  const bodies: Record<string, string> = {
    'application/x-www-form-urlencoded': `query=${encodeURIComponent(mutation)}`,
    'application/graphql': mutation,
  };

  const { status, body } = await post(open, bodies[type] ?? JSON.stringify({ query: mutation }), {
    'content-type': type,
  });

  expect([status, body.errors?.[0]?.extensions.code]).toEqual([415, 'INVALID_INPUT']);
  expect(await open.database.query(`SELECT count(*) FROM tag`)).toEqual(before);
});

it('changes nothing by GET', async () => {
  const query = encodeURIComponent('mutation { createTag(input: { name: "Got" }) { id } }');
  const response = await fetch(`${open.url}/graphql?query=${query}`, {
    headers: { authorization: `Bearer ${open.key}` },
  });

  expect(((await response.json()) as Answer).errors![0]!.message).toMatch(/GET/);
  expect(await open.database.query(`SELECT id FROM tag WHERE name = 'Got'`)).toEqual([]);
});

it('closes a socket that does not authenticate in time, or does it twice', async () => {
  const silent = await dial(open);
  expect((await once(silent, 'close'))[0]).toBe(4408);

  const eager = await openSocket(open, open.key);
  eager.send(JSON.stringify({ type: 'connection_init' }));
  expect((await once(eager, 'close'))[0]).toBe(4429);
});

it('closes a socket on which too much arrives at once', async () => {
  const socket = await openSocket(open, open.key);
  socket.send(
    JSON.stringify({ id: '1', type: 'subscribe', payload: { query: `# ${'x'.repeat(LIMITS.maxSocketMessageBytes)}` } }),
  );

  expect((await once(socket, 'close'))[0]).toBe(1009);
});

it('limits the number of subscriptions on one socket', async () => {
  const socket = await openSocket(open, open.key);
  const follow = (id: number) =>
    JSON.stringify({
      id: String(id),
      type: 'subscribe',
      payload: { query: 'subscription { executionUpdated { id } }' },
    });
  for (let id = 0; id < LIMITS.maxSubscriptionsPerSocket; id++) socket.send(follow(id));

  expect(await until(socket, JSON.parse(follow(LIMITS.maxSubscriptionsPerSocket)))).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'CONFLICT' } }],
  });
  socket.terminate();
});

it('closes an upgrade to any other path', async () => {
  for (const path of ['/', '/graphql/x', '/health/live', '/webhooks/whatsapp/1', '//graphql']) {
    const socket = new WebSocket(`${open.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws');
    const [error] = await once(socket, 'error');
    expect([path, (error as Error).message]).toEqual([path, 'socket hang up']);
  }
});

it('closes a socket with an old or unknown protocol', async () => {
  const socket = new WebSocket(`${open.url.replace('http', 'ws')}/graphql`);
  expect((await once(socket, 'close'))[0]).toBe(4406);
});

it('limits the requests of each key over HTTP and sockets together, and says when to retry', async () => {
  const limited = await start({ RATE_LIMIT: '5' });
  const query = '{ tags { edges { node { id } } } }';
  const second = (await limited.client()).key;
  const socket = await openSocket(limited, limited.key);
  for (let n = 0; n < 4; n++) expect((await post(limited, { query })).status).toBe(200);

  const refused = await post(limited, { query });
  expect([refused.status, refused.body.errors![0]!.extensions.code]).toEqual([429, 'RATE_LIMITED']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(
    await until(socket, { id: '1', type: 'subscribe', payload: { query: 'subscription { executionUpdated { id } }' } }),
  ).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
  expect((await post(limited, { query }, { authorization: `Bearer ${second}` })).status).toBe(200);
  socket.terminate();
  await limited.close();
});

it('limits failed authentications without affecting valid keys', async () => {
  const guessed = await start();
  const statuses = new Set<number>();
  for (let n = 0; n < LIMITS.strangersPerMinute + 1; n++)
    statuses.add(
      (await post(guessed, { query: '{ tags { edges { node { id } } } }' }, { authorization: `Bearer guess-${n}` }))
        .status,
    );

  expect(statuses).toEqual(new Set([401, 429]));
  expect((await post(guessed, { query: '{ tags { edges { node { id } } } }' })).status).toBe(200);
  await guessed.close();
});

it('allows the configured origins, and no others', async () => {
  const server = await start({ CORS_ORIGINS: 'https://crm.example.org, http://localhost:5173' });
  try {
    expect(await allowedTo(server, 'https://crm.example.org')).toEqual([
      'https://crm.example.org',
      'authorization,content-type',
      null,
    ]);
    expect(
      (
        await post(
          server,
          { query: '{ tags { edges { node { id } } } }' },
          { origin: 'http://localhost:5173', authorization: '' },
        )
      ).headers.get('access-control-allow-origin'),
    ).toBe('http://localhost:5173');
    expect((await allowedTo(server, 'https://evil.example.org'))[0]).toBeNull();
    expect((await allowedTo(open, 'https://crm.example.org'))[0]).toBeNull();
  } finally {
    await server.close();
  }
});

it.each(['*', 'crm.example.org', 'https://crm.example.org/'])('refuses to start with the origin %s', (origin) => {
  expect(() => Config.from({ CORS_ORIGINS: origin })).toThrow('CORS_ORIGINS: Expected origins such as');
});
