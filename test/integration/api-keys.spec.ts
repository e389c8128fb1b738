import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { SocketRegistry } from '../../src/platform/api-keys/socket-registry.service.js';
import { ApiKeys } from '../../src/platform/api-keys/api-keys.service.js';
import { newId } from '../../src/kernel/ids.js';
import { openSocket } from '../support/raw-socket.js';
import { clientOf, startTestServer, type Client, type TestServer } from '../support/test-server.js';

type Made = { createApiKey: { apiKey: { id: string; role: string; expiresAt: string | null }; secret: string } };
type Listed = {
  apiKeys: {
    edges: { node: { id: string; name: string; role: string; lastUsedAt: string | null; revokedAt: string | null } }[];
  };
};

const CREATE = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id role expiresAt } secret } }`;
const REVOKE = `mutation ($id: ID!) { revokeApiKey(id: $id) { id revokedAt } }`;
const LIST = `{ apiKeys { edges { node { id name role lastUsedAt revokedAt } } } }`;
const WHO = `{ tags { edges { node { id } } } }`;

let server: TestServer;
let admin: Client;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  admin = await server.client('admin');
});

afterAll(() => server.close());

const make = async (input: object) => (await admin.raw<Made>(CREATE, { input })).data.createApiKey;
const codeFor = async (key: string) =>
  (await clientOf(server.url, admin.workspaceId, key).raw(WHO)).errors?.[0]?.extensions.code ?? 'let in';

it('creates a valid key, shows it once, and stores nothing from which it could be derived', async () => {
  const { apiKey, secret } = await make({ name: 'Shop', role: 'EDITOR' });

  expect(secret).toMatch(/^crm_[0-9a-f]{32}\.[\w-]{43}$/);
  expect(secret).toContain(apiKey.id.replaceAll('-', ''));
  expect(await codeFor(secret)).toBe('let in');
  const dump = JSON.stringify(await server.database.query(`SELECT k.*, encode(key_hash, 'base64') FROM api_key k`));
  expect(dump).not.toContain(secret.split('.')[1]);
  expect(JSON.stringify((await admin.raw<Listed>(LIST)).data)).not.toContain(secret.split('.')[1]);
});

it('rejects a key with the right id but the wrong secret', async () => {
  const { secret } = await make({ name: 'Shop', role: 'EDITOR' });

  expect(await codeFor(`${secret.split('.')[0]}.${randomBytes(32).toString('base64url')}`)).toBe('UNAUTHENTICATED');
  expect(await codeFor(secret.split('.')[1]!)).toBe('UNAUTHENTICATED');
  expect(await codeFor(`${secret}x`)).toBe('UNAUTHENTICATED');
  expect(await codeFor(secret.slice(0, -1))).toBe('UNAUTHENTICATED');
});

it('rejects every key after the pepper has changed', async () => {
  const { secret } = await make({ name: 'Shop', role: 'EDITOR' });
  const peppered = new ApiKeys(server.app.get(ApiKeys)['database'], {
    keyPepper: 'another pepper altogether',
  } as never);

  expect(await peppered.authenticate(secret)).toBeUndefined();
});

it('accepts a key that a person chose', async () => {
  await server.app
    .get(ApiKeys, { strict: false })
    .keep(admin.workspaceId, 'chosen-by-somebody', { name: 'Bootstrap', role: 'admin' });

  expect(await codeFor('chosen-by-somebody')).toBe('let in');
});

it('rejects a key after it has expired', async () => {
  const { secret, apiKey } = await make({
    name: 'Short',
    role: 'VIEWER',
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  expect([await codeFor(secret), apiKey.expiresAt]).toEqual(['let in', expect.any(String)]);

  await server.database.query(`UPDATE api_key SET expires_at = clock_now() WHERE id = $1`, [apiKey.id]);

  expect(await codeFor(secret)).toBe('UNAUTHENTICATED');
});

it('rejects a revoked key immediately, and closes its open socket and no other', async () => {
  const [doomed, spared] = [
    await make({ name: 'Doomed', role: 'VIEWER' }),
    await make({ name: 'Spared', role: 'VIEWER' }),
  ];
  const [socket, other] = [await openSocket(server, doomed.secret), await openSocket(server, spared.secret)];
  const closed = once(socket, 'close');

  const { data } = await admin.raw<{ revokeApiKey: { revokedAt: string } }>(REVOKE, { id: doomed.apiKey.id });

  expect(data.revokeApiKey.revokedAt).toEqual(expect.any(String));
  expect((await closed)[0]).toBe(4401);
  expect([await codeFor(doomed.secret), await codeFor(spared.secret)]).toEqual(['UNAUTHENTICATED', 'let in']);
  expect(other.readyState).toBe(other.OPEN);
  other.terminate();
});

it.each([
  ['revoked', `UPDATE api_key SET revoked_at = clock_now() WHERE id = $1`],
  ['expired', `UPDATE api_key SET expires_at = clock_now() WHERE id = $1`],
  ['deleted', `DELETE FROM api_key WHERE id = $1`],
])('closes the socket of a key that was %s in another process', async (_, statement) => {
  const { secret, apiKey } = await make({ name: 'Elsewhere', role: 'VIEWER' });
  const socket = await openSocket(server, secret);
  const closed = once(socket, 'close');

  await server.database.query(statement, [apiKey.id]);
  await server.app.get(SocketRegistry, { strict: false }).sweep();

  expect((await closed)[0]).toBe(4401);
});

it('records when a key was last used, at most once a minute, and never for a wrong secret', async () => {
  const { secret, apiKey } = await make({ name: 'Used', role: 'VIEWER' });
  const lastUsed = async () =>
    (
      await server.database.query<{ last_used_at: Date | null }>(`SELECT last_used_at FROM api_key WHERE id = $1`, [
        apiKey.id,
      ])
    )[0]!.last_used_at;

  await codeFor(`${secret.split('.')[0]}.${randomBytes(32).toString('base64url')}`);
  expect(await lastUsed()).toBeNull();
  await codeFor(secret);
  const first = await lastUsed();
  await codeFor(secret);
  expect([first, await lastUsed()]).toEqual([expect.any(Date), first]);
  await server.database.query(`UPDATE api_key SET last_used_at = last_used_at - interval '61 seconds' WHERE id = $1`, [
    apiKey.id,
  ]);
  await codeFor(secret);
  expect((await lastUsed())!.getTime()).toBeGreaterThanOrEqual(first!.getTime());
});

it("lists a workspace's own keys, newest first, and cannot revoke another workspace's key", async () => {
  const { apiKey } = await make({ name: 'Own', role: 'VIEWER' });
  const stranger = await server.client('admin');

  const { data } = await admin.raw<Listed>(LIST);
  expect(data.apiKeys.edges.map(({ node }) => [node.name, node.role])).toEqual([
    ['Own', 'VIEWER'],
    ['admin', 'ADMIN'],
  ]);
  expect((await stranger.raw<Listed>(LIST)).data.apiKeys.edges.map(({ node }) => node.id)).not.toContain(apiKey.id);
  expect((await stranger.raw(REVOKE, { id: apiKey.id })).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  expect((await admin.raw(REVOKE, { id: newId() })).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  expect((await admin.raw(REVOKE, { id: 'nonsense' })).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
});

it.each([
  [{ name: ' ', role: 'VIEWER' }, ['input', 'name']],
  [{ name: 'x'.repeat(201), role: 'VIEWER' }, ['input', 'name']],
  [{ name: 'a\0b', role: 'VIEWER' }, ['input', 'name']],
  [{ name: 'Late', role: 'VIEWER', expiresAt: '2020-01-01T00:00:00Z' }, ['input', 'expiresAt']],
])('refuses to create the key %j', async (input, path) => {
  const { errors } = await admin.raw(CREATE, { input });

  expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', details: [{ path }] } }]);
});

it('shows keys to admins only', async () => {
  for (const role of ['viewer', 'editor'] as const) {
    const key = clientOf(server.url, admin.workspaceId, await server.keyFor(admin.workspaceId, role));
    expect((await key.raw(LIST)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await key.raw(CREATE, { input: { name: 'Mine', role: 'ADMIN' } })).errors?.[0]?.extensions.code).toBe(
      'FORBIDDEN',
    );
  }
});
