import type { QueryRunner } from 'typeorm';
import { AuditEntries1700000014300 } from '../../src/automations/audit-entries.migration.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

type Entry = {
  id: string;
  at: string;
  actor: { type: string; id: string | null; name: string | null };
  action: string;
  subject: { type: string; id: string | null; name: string | null };
};
type Page = { auditLog: { edges: { cursor: string; node: Entry }[]; pageInfo: { hasNextPage: boolean } } };
type Key = { createApiKey: { apiKey: { id: string }; secret: string } };

const LOG = `query ($first: Int, $after: String) {
  auditLog(first: $first, after: $after) {
    edges { cursor node { id at actor { type id name } action subject { type id name } } }
    pageInfo { hasNextPage }
  }
}`;

let server: TestServer;
let client: Client;
let keyId: string;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  client = await server.client('admin');
  const [key] = await server.database.query<{ id: string }>(`SELECT id FROM api_key WHERE workspace_id = $1`, [
    client.workspaceId,
  ]);
  keyId = key!.id;
});

afterAll(() => server.close());

const page = async (of: Client, args: object = {}) => (await of.raw<Page>(LOG, args)).data.auditLog;
const entries = async (of: Client) => (await page(of)).edges.map(({ node }) => node);
const told = ({ action, subject, actor }: Entry) => [action, subject.type, subject.name, actor.type, actor.name];
const createKey = async () =>
  (await client.raw<Key>(`mutation { createApiKey(input: { name: "Shop", role: VIEWER }) { apiKey { id } secret } }`))
    .data.createApiKey;
const revoke = (id: string) => client.raw(`mutation { revokeApiKey(id: "${id}") { id } }`);
const rotate = () => client.raw(`mutation { rotateWebhookSecret { secret } }`);

it('lists who created and revoked keys, rotated the webhook secret and changed automations, newest first', async () => {
  const { apiKey } = await createKey();
  await rotate();
  const input = {
    name: 'Tag',
    trigger: { type: 'contact.created' },
    actions: [{ type: 'assign_tag', params: { tagName: 'New', entityType: 'contact' } }],
  };
  const { createAutomation } = await client.send<{ createAutomation: { id: string } }>('CreateAutomation', { input });
  await client.send('UpdateAutomation', { id: createAutomation.id, input: { name: 'Tag them' } });
  await client.send('SetAutomationEnabled', { id: createAutomation.id, enabled: false });
  await client.send('DeleteAutomation', { id: createAutomation.id });
  await revoke(apiKey.id);

  const log = await entries(client);
  expect(log.map(told)).toEqual([
    ['api_key.revoked', 'api_key', 'Shop', 'API_KEY', 'admin'],
    ['automation.deleted', 'automation', 'Tag them', 'API_KEY', 'admin'],
    ['automation.disabled', 'automation', 'Tag them', 'API_KEY', 'admin'],
    ['automation.updated', 'automation', 'Tag them', 'API_KEY', 'admin'],
    ['automation.created', 'automation', 'Tag', 'API_KEY', 'admin'],
    ['webhook_secret.rotated', 'webhook_secret', null, 'API_KEY', 'admin'],
    ['api_key.created', 'api_key', 'Shop', 'API_KEY', 'admin'],
    ['api_key.created', 'api_key', 'admin', 'SYSTEM', null],
  ]);
  expect(log.slice(0, -1).map(({ actor }) => actor.id)).toEqual(Array<string>(7).fill(keyId));
  expect([log[0]!.subject.id, log[1]!.subject.id, log[5]!.subject.id]).toEqual([apiKey.id, createAutomation.id, null]);
});

it("lists an automation's change under the id that automationAudit uses", async () => {
  const input = {
    name: 'Tag',
    trigger: { type: 'contact.created' },
    actions: [{ type: 'assign_tag', params: { tagName: 'New', entityType: 'contact' } }],
  };
  const { createAutomation } = await client.send<{ createAutomation: { id: string } }>('CreateAutomation', { input });
  const { data } = await client.raw<{ automationAudit: { edges: { node: { id: string } }[] } }>(
    `{ automationAudit(automationId: "${createAutomation.id}") { edges { node { id } } } }`,
  );

  expect((await entries(client))[0]!.id).toBe(data.automationAudit.edges[0]!.node.id);
});

it('records nothing for a request that changed nothing or was refused', async () => {
  const { apiKey } = await createKey();
  await revoke(apiKey.id);
  await revoke(apiKey.id);
  await client.raw(`mutation { createApiKey(input: { name: "", role: VIEWER }) { secret } }`);
  await client.raw(`mutation { revokeApiKey(id: "nonsense") { id } }`);

  expect((await entries(client)).map(({ action }) => action)).toEqual([
    'api_key.revoked',
    'api_key.created',
    'api_key.created',
  ]);
});

it('contains no secret', async () => {
  const { secret } = await createKey();
  const rotated = (
    await client.raw<{ rotateWebhookSecret: { secret: string } }>(`mutation { rotateWebhookSecret { secret } }`)
  ).data;
  const rows = JSON.stringify(await server.database.query(`SELECT * FROM audit_entry`));

  for (const hidden of [secret, secret.split('.')[1]!, rotated.rotateWebhookSecret.secret])
    expect(rows).not.toContain(hidden);
});

it('includes the audit of automations from release 0.1.0 after the migration', async () => {
  const input = {
    name: 'Tag',
    trigger: { type: 'contact.created' },
    actions: [{ type: 'assign_tag', params: { tagName: 'New', entityType: 'contact' } }],
  };
  const { createAutomation } = await client.send<{ createAutomation: { id: string } }>('CreateAutomation', { input });
  await client.send('DeleteAutomation', { id: createAutomation.id });
  const before = await entries(client);

  await server.database.query(`DELETE FROM audit_entry WHERE subject_type = 'automation'`);
  await new AuditEntries1700000014300().up({ query: (text: string) => server.database.query(text) } as QueryRunner);
  expect(await entries(client)).toEqual(before);
});

it('shows each workspace only its own entries, to admins only, page by page', async () => {
  await rotate();
  const stranger = await server.client('admin');
  expect((await entries(stranger)).map(({ action }) => action)).toEqual(['api_key.created']);

  const first = await page(client, { first: 1 });
  const second = await page(client, { first: 1, after: first.edges[0]!.cursor });
  expect([first, second].map(({ edges, pageInfo }) => [edges[0]!.node.action, pageInfo.hasNextPage])).toEqual([
    ['webhook_secret.rotated', true],
    ['api_key.created', false],
  ]);
  expect((await (await server.client('editor')).raw(LOG)).errors![0]!.extensions.code).toBe('FORBIDDEN');
});
