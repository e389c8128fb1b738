import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { newId } from '../../src/kernel/ids.js';
import { ServerProcess } from '../support/server-process.js';
import { clientOf, startTestServer, type TestServer } from '../support/test-server.js';

const PEPPER = 'a pepper of production';
const [FIRST, SECOND, THIRD] = ['a', 'b', 'c'].map((id, n) => `${id}:${Buffer.alloc(32, n).toString('base64')}`) as [
  string,
  string,
  string,
];

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ KEY_PEPPER: PEPPER, ENCRYPTION_KEYS: FIRST });
});

afterAll(() => server.close());

/** Runs the built command as an operator does in production. */
async function workspace(args: string[], more: Record<string, string> = {}) {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    KEY_PEPPER: PEPPER,
    ENCRYPTION_KEYS: FIRST,
    DATABASE_URL: server.database.url,
    ...more,
  };
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../dist/cli.js', import.meta.url)), ...args], {
    env,
  });
  const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { said, complained, code: code as number };
}

const keyIn = (said: string) => /^key +(\S+)$/m.exec(said)![1]!;

it('creates a workspace and its first key, which can create more keys', async () => {
  const { said, code } = await workspace(['create', 'Coffee & Co.']);

  expect(code).toBe(0);
  const id = /^workspace +(\S+)$/m.exec(said)![1]!;
  expect(await server.database.query(`SELECT name FROM workspace WHERE id = $1`, [id])).toEqual([
    { name: 'Coffee & Co.' },
  ]);
  const made = await clientOf(server.url, id, keyIn(said)).raw(
    `mutation { createApiKey(input: { name: "Shop", role: VIEWER }) { apiKey { name } } }`,
  );
  expect(made).toEqual({ data: { createApiKey: { apiKey: { name: 'Shop' } } } });
});

it('works while a server runs on its own Postgres', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'crm-cli-'));
  // As root, Postgres runs as the user nobody, which must be able to enter the folder.
  await chmod(folder, 0o755);
  const ours = { NODE_ENV: 'development', DATA_DIR: folder, DATABASE_URL: '' };
  const running = ServerProcess.start(ours);
  try {
    const url = await running.ready();

    const { said } = await workspace(['create', 'Beside'], { ...ours, KEY_PEPPER: '', ENCRYPTION_KEYS: '' });

    const made = await clientOf(url, '', keyIn(said)).raw(`{ tags { edges { node { id } } } }`);
    expect(made).toEqual({ data: { tags: { edges: [] } } });
    expect(await running.end()).toBe(0);
  } finally {
    await running.kill();
    await rm(folder, { recursive: true, force: true });
  }
});

it('gives a workspace limits of its own, which hold at once, and takes them back', async () => {
  const { key, workspaceId } = await server.client();
  const limits = (...given: string[]) => workspace(['limits', workspaceId, ...given]);
  const client = clientOf(server.url, workspaceId, key);
  const shown = async () =>
    (
      await client.raw(
        `{ workspace { limits } catalog { limits { concurrencyPerWorkspace maxAutomationsPerWorkspace } } }`,
      )
    ).data;

  const given = ['concurrentExecutions=20', 'maxAutomations=1', 'requestsPerMinute=4'];
  expect((await limits(...given)).said.split('\n')).toEqual([
    'concurrentExecutions  20 (its own)',
    'maxAutomations        1 (its own)',
    'requestsPerMinute     4 (its own)',
    '',
  ]);

  expect(await shown()).toMatchObject({
    workspace: { limits: { concurrentExecutions: 20, maxAutomations: 1, requestsPerMinute: 4 } },
    catalog: { limits: { concurrencyPerWorkspace: 20, maxAutomationsPerWorkspace: 1 } },
  });
  const automation = {
    name: 'Tell',
    trigger: { type: 'order.created' },
    actions: [{ type: 'create_task', params: { title: 'Call' } }],
  };
  expect((await client.answer('CreateAutomation', { input: automation })).errors).toBeUndefined();
  const refused = await client.answer('CreateAutomation', { input: automation });
  expect(refused.errors![0]!.message).toBe('A workspace holds at most 1 automations');
  expect((await client.raw('{ me { role } }')).errors).toBeUndefined();
  expect((await client.raw('{ me { role } }')).errors![0]!.extensions.code).toBe('RATE_LIMITED');

  expect(await limits('maxAutomations=0')).toMatchObject({
    code: 1,
    complained: expect.stringContaining('is no limit'),
  });
  expect((await limits('requestsPerMinute=default')).said).toContain("requestsPerMinute     120000 (the server's)");
  expect(await shown()).toMatchObject({
    workspace: { limits: { concurrentExecutions: 20, requestsPerMinute: 120_000 } },
  });
  const audited = await client.raw<{ auditLog: { edges: { node: { action: string } }[] } }>(
    `{ auditLog(first: 3) { edges { node { action } } } }`,
  );
  expect(audited.data.auditLog.edges.map(({ node }) => node.action)).toEqual([
    'workspace.updated',
    'automation.created',
    'workspace.updated',
  ]);
});

it('creates another key of a workspace, with the given role', async () => {
  const { workspaceId } = await server.client();

  const { said } = await workspace(['key', workspaceId, 'Reader', 'viewer']);

  const reader = clientOf(server.url, workspaceId, keyIn(said));
  expect((await reader.raw(`{ tags { edges { node { id } } } }`)).errors).toBeUndefined();
  expect((await reader.raw(`{ apiKeys { edges { node { id } } } }`)).errors![0]!.extensions.code).toBe('FORBIDDEN');
});

it.each([
  [[], /Say what to do.*Usage/s],
  [['destroy'], /Unknown command "destroy"/],
  [['create'], /Name the workspace/],
  [['key', newId(), 'Reader'], /No workspace with id/],
  [['key', 'nonsense', 'Reader'], /No workspace with id nonsense/],
  [['key', newId(), 'Reader', 'emperor'], /a role/],
])('explains the usage after %j', async (args, words) => {
  const { said, complained, code } = await workspace(args);

  expect([said, code]).toEqual(['', 1]);
  expect(complained).toMatch(words);
});

it('names the missing variable', async () => {
  expect(await workspace(['create', 'X'], { KEY_PEPPER: '' })).toMatchObject({
    code: 1,
    said: '',
    complained: expect.stringMatching(/KEY_PEPPER: required/),
  });
});

describe('rotate-encryption', () => {
  beforeAll(async () => {
    const admin = await server.client('admin');
    for (let n = 0; n < 2; n++) await admin.raw(`mutation { rotateWebhookSecret { secret } }`);
    const actions = [
      { type: 'webhook', params: { url: 'https://example.org', headers: { authorization: 'Bearer x' } } },
    ];
    await admin.send('CreateAutomation', { input: { name: 'Call', trigger: { type: 'contact.created' }, actions } });
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${admin.key}`,
      'idempotency-key': 'k',
    };
    await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query: 'mutation { createTag(input: { name: "Kept" }) { id } }' }),
    });
  });

  const sealedUnder = async (id: string) =>
    (
      await server.database.query(
        `SELECT FROM webhook_secret WHERE secret LIKE $1 AND previous LIKE $1 UNION ALL SELECT FROM definition WHERE body::text LIKE '%"' || $1
      UNION ALL SELECT FROM idempotency_key WHERE returned LIKE $1 AND answer LIKE $1`,
        [`sealed:${id}:%`],
      )
    ).length;

  it('changes nothing while a key is missing, and names the key', async () => {
    const { complained, code } = await workspace(['rotate-encryption'], { ENCRYPTION_KEYS: THIRD });
    expect([complained, code]).toEqual([
      expect.stringMatching(/^0 rows re-encrypted.*; 3 could not be opened:\n.*Sealed under the key "a"/),
      1,
    ]);
    expect(await sealedUnder('a')).toBe(3);
  });

  it('encrypts all secrets with the first key, once', async () => {
    const ENCRYPTION_KEYS = `${SECOND},${FIRST}`;
    expect(await workspace(['rotate-encryption'], { ENCRYPTION_KEYS })).toMatchObject({
      said: expect.stringMatching(/^3 rows re-encrypted with the first key\./),
      code: 0,
    });
    expect([await sealedUnder('a'), await sealedUnder('b')]).toEqual([0, 3]);
    expect(await workspace(['rotate-encryption'], { ENCRYPTION_KEYS: SECOND })).toMatchObject({
      said: expect.stringMatching(/^0 rows .* The other keys can be removed\.$/m),
      code: 0,
    });
  });
});
