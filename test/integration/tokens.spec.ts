import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWTPayload } from 'jose';
import { newId } from '../../src/kernel/ids.js';
import { WebhookSecrets } from '../../src/actions/webhook-secrets/webhook-secrets.js';
import { subscribe } from '../support/live.js';
import { Tokens } from '../../src/platform/auth/tokens.service.js';
import { Config } from '../../src/platform/config/config.js';
import { Database } from '../../src/platform/database/database.js';
import { WebhookReceiver, status } from '../support/webhook-receiver.js';
import { openSocket } from '../support/raw-socket.js';
import { clientOf, startTestServer, type TestServer } from '../support/test-server.js';

const [ISSUER, AUDIENCE] = ['https://id.example.org/', 'crm'];
const WHO = `{ tags { edges { node { name } } } }`;
const CHANGE = `mutation { createTag(input: { name: "By token" }) { name } }`;

const pair = await generateKeyPair('ES256', { extractable: true });
/** A key that does not restrict its algorithm. */
const unpinned = await generateKeyPair('RS256', { extractable: true });
const other = await generateKeyPair('ES256', { extractable: true });

let folder: string;
let server: TestServer;
let workspaceId: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jwks-'));
  await writeFile(join(folder, 'jwks.json'), JSON.stringify(await jwks()));
  server = await startTestServer({ JWT_JWKS: join(folder, 'jwks.json'), JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE });
});

beforeEach(async () => {
  ({ workspaceId } = await server.client());
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const jwks = async () => ({
  keys: [
    { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' },
    { ...(await exportJWK(unpinned.publicKey)), kid: 'k2' },
  ],
});

interface Token {
  claims?: JWTPayload;
  key?: Parameters<SignJWT['sign']>[0];
  alg?: string;
  kid?: string;
  seconds?: number;
}

const token = ({ claims = {}, key = pair.privateKey, alg = 'ES256', kid = 'k1', seconds = 60 }: Token = {}) =>
  new SignJWT({
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'ana@example.org',
    workspace_id: workspaceId,
    role: 'editor',
    ...claims,
  })
    .setProtectedHeader({ alg, kid })
    .setExpirationTime(Math.floor(Date.now() / 1_000) + seconds)
    .sign(key);

const codeFor = async (credential: string, document = WHO) =>
  (await clientOf(server.url, workspaceId, credential).raw(document)).errors?.[0]?.extensions.code ?? 'let in';

it("signs a person in to the token's workspace with its role", async () => {
  expect(await codeFor(await token(), CHANGE)).toBe('let in');
  expect(await codeFor(await token({ claims: { role: 'viewer' } }), CHANGE)).toBe('FORBIDDEN');
  expect(await server.database.query(`SELECT workspace_id FROM tag WHERE name = 'By token'`)).toEqual([
    { workspace_id: workspaceId },
  ]);
});

it('records the person who caused an event, identical for every token', async () => {
  for (const name of ['Ana', 'Bea'])
    await clientOf(server.url, workspaceId, await token()).raw(
      `mutation { createContact(input: { name: "${name}" }) { id } }`,
    );

  const rows = await server.database.query<{ actor_type: string; actor_id: string }>(
    `SELECT DISTINCT actor_type, actor_id FROM event WHERE workspace_id = $1`,
    [workspaceId],
  );
  expect(rows).toEqual([{ actor_type: 'user', actor_id: expect.any(String) }]);
});

it('uses the same workspace for any spelling of its id: secrets, feeds and rows', async () => {
  const admin = await token({ claims: { workspace_id: workspaceId.toUpperCase(), role: 'admin' } });
  const { data } = await clientOf(server.url, workspaceId, admin).raw<{ rotateWebhookSecret: { secret: string } }>(
    `mutation { rotateWebhookSecret { secret } }`,
  );
  expect(await server.app.get(WebhookSecrets, { strict: false }).secretsOf(workspaceId)).toEqual([
    data.rotateWebhookSecret.secret,
  ]);

  const live = await subscribe(server, admin);
  const client = clientOf(server.url, workspaceId, admin);
  await client.send('CreateAutomation', {
    input: {
      name: 'Tag',
      trigger: { type: 'contact.created' },
      actions: [{ type: 'assign_tag', params: { tagName: 'New', entityType: 'contact' } }],
    },
  });
  await client.send('CreateContact', { input: { name: 'Ana' } });
  expect((await live.until(({ status }) => status === 'SUCCEEDED')).at(-1)!.automation.name).toBe('Tag');
  await live.close();
});

it.each<[string, () => Token]>([
  ['signed with another key', () => ({ key: other.privateKey })],
  ['of another issuer', () => ({ claims: { iss: 'https://evil.example.org/' } })],
  ['for another audience', () => ({ claims: { aud: 'shop' } })],
  ['expired', () => ({ seconds: -60 })],
  ['not valid yet', () => ({ claims: { nbf: Math.floor(Date.now() / 1_000) + 600 } })],
  ['without a workspace', () => ({ claims: { workspace_id: undefined } })],
  ['for an unknown workspace', () => ({ claims: { workspace_id: newId() } })],
  ['without a role', () => ({ claims: { role: undefined } })],
  ['with an unknown role', () => ({ claims: { role: 'owner' } })],
  ['without a subject', () => ({ claims: { sub: undefined } })],
])('refuses a token %s', async (_, made) => {
  expect(await codeFor(await token(made()))).toBe('UNAUTHENTICATED');
});

it('refuses an unsigned token, and one signed with the public key as a secret', async () => {
  const [, payload] = (await token()).split('.');
  const unsigned = Buffer.from(JSON.stringify({ alg: 'none', kid: 'k1' })).toString('base64url');
  const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(pair.publicKey)));

  expect(await codeFor(`${unsigned}.${payload}.`)).toBe('UNAUTHENTICATED');
  expect(await codeFor(`${unsigned}.${payload}.x`)).toBe('UNAUTHENTICATED');
  expect(await codeFor(await token({ key: secret, alg: 'HS256' }))).toBe('UNAUTHENTICATED');
});

it('accepts the configured algorithms, and no other that the key supports', async () => {
  const jwk = await exportJWK(unpinned.privateKey);
  const by = async (alg: string) => codeFor(await token({ key: await importJWK(jwk, alg), kid: 'k2', alg }));

  expect([await by('RS256'), await by('RS512')]).toEqual(['let in', 'UNAUTHENTICATED']);
});

it('closes a socket when its token expires', async () => {
  const socket = await openSocket(server, await token({ seconds: 1 }));

  expect((await once(socket, 'close'))[0]).toBe(4403);
});

it('accepts keys beside tokens, and no tokens when none are configured', async () => {
  expect(await codeFor(await server.keyFor(workspaceId, 'viewer'))).toBe('let in');

  const without = await startTestServer();
  const { errors } = await clientOf(without.url, workspaceId, await token()).raw(WHO);
  expect(errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
  await without.close();
});

it('fetches the keys from an address, once for many tokens', async () => {
  const keys = JSON.stringify(await jwks());
  const issuer = await WebhookReceiver.start(status(200, { 'content-type': 'application/json' }, keys));
  const remote = await startTestServer({
    JWT_JWKS: `${issuer.url}/jwks.json`,
    JWT_ISSUER: ISSUER,
    JWT_AUDIENCE: AUDIENCE,
  });
  ({ workspaceId } = await remote.client());

  for (let n = 0; n < 3; n++)
    expect((await clientOf(remote.url, workspaceId, await token()).raw(WHO)).errors).toBeUndefined();

  expect(issuer.requests.length).toBe(1);
  await remote.close();
  await issuer.close();
});

it('does not start with an unreadable key set or an incomplete configuration', async () => {
  const misled = Config.from({ JWT_JWKS: join(folder, 'nothing.json'), JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE });
  await expect(new Tokens(misled, server.app.get(Database, { strict: false })).onModuleInit()).rejects.toThrow(
    /JWT_JWKS: .*nothing.json/,
  );
  expect(() => Config.from({ JWT_ISSUER: ISSUER })).toThrow('JWT_JWKS, JWT_ISSUER, JWT_AUDIENCE: set all or none');
});

it('remembers the people by the names in their tokens, so that tasks can be assigned to them', async () => {
  const sub = 'bea@example.org';
  await codeFor(await token({ claims: { sub, name: 'Bea' } }));
  const client = clientOf(server.url, workspaceId, await token({ claims: { sub, name: 'Bea Lima' } }));
  type Members = { members: { edges: { node: { id: string; type: string; name: string } }[] } };
  const { data } = await client.raw<Members>(`{ members { edges { node { id type name } } } }`);
  const people = data.members.edges.map(({ node }) => node).filter(({ type }) => type === 'USER');
  expect(people).toMatchObject([{ name: 'Bea Lima' }]);

  for (const assigneeId of [people[0]!.id, sub]) {
    const { data: made } = await client.raw(
      `mutation ($input: CreateTaskInput!) { createTask(input: $input) { assignee { name } } }`,
      { input: { title: 'Call', assigneeId } },
    );
    expect(made).toEqual({ createTask: { assignee: { name: 'Bea Lima' } } });
  }
  const seen = () => server.database.query('SELECT last_seen_at FROM member WHERE workspace_id = $1', [workspaceId]);
  const before = await seen();
  await codeFor(await token({ claims: { sub, name: 'Bea Lima' } }));
  expect(await seen()).toEqual(before);
});
