import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { migrate } from '../../src/migrations.js';
import { ask } from '../support/drafts.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';
import { clientOf, startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { status, WebhookReceiver } from '../support/webhook-receiver.js';
import type { ExecutionView } from '../support/workshop.js';

// See make-database.mjs: what 0.1.0 left when it was killed, with executions in every state.
const RELEASE = new URL('./release-0.1.0.sql', import.meta.url);
const DEMO = '01900000-0000-7000-8000-000000000001';
const KEY = 'crm-upgrade-test-admin-key-0001';

let database: TestDatabase;
let receiver: WebhookReceiver;
let server: TestServer;
let client: Client;

beforeAll(async () => {
  database = await createEmptyDatabase();
  await database.query(await readFile(RELEASE, 'utf8'));
  await migrate(database.url);
  receiver = await WebhookReceiver.start(status(200));
  await database.query(
    `UPDATE contact SET custom_fields = jsonb_set(custom_fields, '{hooks}', to_jsonb($1::text)) WHERE custom_fields ? 'hooks'`,
    [receiver.url],
  );
  server = await startTestServer({ OUTBOUND_ALLOWLIST: '127.0.0.1/32' }, { database });
  client = clientOf(server.url, DEMO, KEY);
});

afterAll(async () => {
  await server.close();
  await receiver.close();
});

/** The executions of the automation with this name. */
async function executionsOf(name: string): Promise<ExecutionView[]> {
  const { executions: page } = await client.send<{ executions: { edges: { node: ExecutionView }[] } }>('Executions', {
    first: 100,
  });
  return page.edges.map(({ node }) => node).filter(({ automation }) => automation.name === name);
}

const tasks = () =>
  database.query<{ title: string; count: number }>(
    `SELECT title, count(*)::int AS count FROM task GROUP BY title ORDER BY title`,
  );

it('shows the history of the last release unchanged', async () => {
  expect(await executionsOf('Succeeded')).toMatchObject([{ status: 'SUCCEEDED', automationVersion: 1 }]);
  expect(await executionsOf('Failed')).toMatchObject([
    {
      status: 'FAILED',
      error: { code: 'HTTP_410' },
      steps: [{ status: 'SUCCEEDED' }, { status: 'FAILED' }, { status: 'SKIPPED' }],
    },
  ]);
});

it('runs every execution of the last release to its end, each effect once', async () => {
  const [settled] = await database.query<{ id: string }>(
    `SELECT s.execution_id AS id FROM step s JOIN execution e ON e.id = s.execution_id JOIN automation a ON a.id = e.automation_id
     WHERE a.name = 'Settled later' AND s.status = 'UNKNOWN'`,
  );
  await database.query(
    `UPDATE message SET status = 'DELIVERED', provider_message_id = 'wamid.late' WHERE execution_id = $1`,
    [settled!.id],
  );

  const ended = server.ended(DEMO, 13);
  await server.advance('1 minute');
  await server.advance('15 minutes');
  await server.advance('1 hour');
  await server.advance('1 day');
  await ended;

  for (const name of ['Sleeping', 'Retrying', 'Settled later'])
    expect(await executionsOf(name)).toMatchObject([{ status: 'SUCCEEDED' }]);
  expect(await executionsOf('Never settled')).toMatchObject([{ status: 'FAILED', error: { code: 'UNKNOWN_OUTCOME' } }]);
  expect(await executionsOf('Disabled')).toMatchObject([
    { status: 'CANCELLED', error: { code: 'AUTOMATION_DISABLED' } },
  ]);
  expect((await executionsOf('Half done')).map(({ status }) => status)).toEqual(Array(8).fill('SUCCEEDED'));
  const done = await tasks();
  expect(done.filter(({ count }) => count !== 1)).toEqual([]);
  expect(done.map(({ title }) => title)).toEqual(
    expect.arrayContaining([
      'after of Sleeping 1',
      'after of Retrying 1',
      'after of Settled later 1',
      'after of Half done 8',
    ]),
  );
  // A webhook may be called again, always with the same id.
  const calls = receiver.requests.filter(({ path }) => path === '/silent');
  expect(new Set(calls.map(({ headers }) => headers['webhook-id'])).size).toBe(8);
});

it('decrypts the secrets of the last release', async () => {
  const [{ automation }] = (await executionsOf('Succeeded')) as [ExecutionView];
  // A copy encrypts them anew, so it must decrypt them first.
  const copy = await client.send<{ duplicateAutomation: { actions: { params: { headers?: object } }[] } }>(
    'DuplicateAutomation',
    { id: automation.id },
  );

  expect(Object.keys(copy.duplicateAutomation.actions[1]!.params.headers!)).toEqual(['authorization']);
  expect(JSON.stringify(copy)).not.toContain('secret-of-the-receiver');
});

it('keeps the log of the last release in its first period, and goes on counting events', async () => {
  const [older] = await database.query<{ seq: string; partitions: string[] }>(
    `SELECT max(seq) AS seq, array_agg(DISTINCT tableoid::regclass::text) AS partitions FROM event`,
  );
  expect(older!.partitions).toEqual(['event_first']);

  await client.raw(`mutation { createContact(input: { name: "New" }) { id } }`);
  const [newest] = await database.query<{ seq: string }>(`SELECT seq FROM event ORDER BY seq DESC LIMIT 1`);
  expect(Number(newest!.seq)).toBeGreaterThan(Number(older!.seq));
});

it('shows the automations of the last release as LIVE or OFF, in no folder, and publishes drafts of them', async () => {
  type Version = { version: number; publishedBy: string | null };
  type Node = { id: string; name: string; enabled: boolean; mode: string; folder: string | null };
  const { data } = await client.raw<{
    automations: { edges: { node: Node & { versions: { edges: { node: Version }[] } } }[] };
  }>(
    `{ automations(first: 50) { edges { node { id name enabled mode folder versions(first: 5) { edges { node { version publishedBy } } } } } } }`,
  );
  const nodes = data.automations.edges.map(({ node }) => node);
  for (const { enabled, mode, folder } of nodes) expect([mode, folder]).toEqual([enabled ? 'LIVE' : 'OFF', null]);
  expect(new Set(nodes.map(({ mode }) => mode))).toEqual(new Set(['LIVE', 'OFF']));
  const { id, versions } = nodes.find(({ name }) => name === 'Succeeded')!;
  expect(versions.edges.map(({ node }) => node)).toEqual([{ version: 1, publishedBy: null }]);

  // Contains the secrets of the last release.
  await ask(client, 'save', { id, input: { description: 'Published after the upgrade' } });
  expect(await ask(client, 'publish', { id, sleeping: 'CANCEL' })).toMatchObject({ version: 2, draft: null });
});

// A released migration never changes; fix it by a new migration.
it.each([
  ['src/platform/platform.migration.ts', '91acc9191dd6454183b49b4725a68ec5218a15bf556ec3abaa39ab222f8df5ba'],
  ['src/crm/crm.migration.ts', 'cb900bea3c0d1d99555254d2b62d376f96b758d17f94c3bb5b3c18b12d5f0ca7'],
  ['src/executions/executions.migration.ts', 'a5131374c620e0d23a3675af176061af7dbf725649d6433608889551e04277a7'],
  ['src/automations/automations.migration.ts', 'e962c915369e1fd7ebba4148b486f3d2cbbd6afa7a241f6eca900e61cea6b459'],
  ['src/row-security.migration.ts', 'dac5cebedd505dbdae9f653d83a166792aaab258d7b0e572d712b61b45c05a33'],
  [
    'src/actions/webhook-secrets/webhook-secrets.migration.ts',
    '76fb0dc0e002f127d442087982174f1770efe51b1cfa8842ca6c2d5c708f8759',
  ],
])('leaves the released migration %s as it was released', async (path, hash) => {
  const text = await readFile(new URL(`../../${path}`, import.meta.url));
  expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
});
