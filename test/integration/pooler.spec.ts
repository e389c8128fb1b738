import { migrate } from '../../src/migrations.js';
import { Config } from '../../src/platform/config/config.js';
import { outside } from '../../src/platform/events/origin.js';
import { Database } from '../../src/platform/database/database.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { UnitOfWork } from '../../src/platform/work/unit-of-work.js';
import { createApp } from '../../src/server.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

// What must hold so that a pooler may run every transaction on another session. The fault suite runs through a real one:
// npm run test:faults -- --through pgbouncer

const POOLED = { DATABASE_POOLER: 'transaction' };

let database: TestDatabase;
let server: TestServer;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  for (const setting of [
    `timezone = 'UTC'`,
    `statement_timeout = '30s'`,
    `lock_timeout = '15s'`,
    `idle_in_transaction_session_timeout = '30s'`,
  ])
    await database.query(`ALTER DATABASE ${nameOf(database)} SET ${setting}`);
  server = await startTestServer(POOLED, { database });
  client = await server.client();
});

afterAll(() => server.close());

const nameOf = ({ url }: TestDatabase) => new URL(url).pathname.slice(1);

it('runs an automation to its end without a prepared statement', async () => {
  const { createTag } = await client
    .raw<{ createTag: { id: string } }>(`mutation { createTag(input: { name: "New" }) { id } }`)
    .then(({ data }) => data);
  const action = { type: 'assign_tag', params: { tagId: createTag.id, entityType: 'contact' } };
  await client.raw(`mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }`, {
    input: { name: 'Greet', trigger: { type: 'contact.created' }, actions: [action] },
  });
  const ended = server.ended(client.workspaceId);
  await client.raw(`mutation { createContact(input: { name: "Ana" }) { id } }`);
  expect((await ended).at(-1)!.execution.status).toBe('SUCCEEDED');

  const sessions = server.app.get(Database, { strict: false });
  const prepared = await Promise.all(
    Array.from({ length: 8 }, () => sessions.query(`SELECT name, pg_sleep(0.05) FROM pg_prepared_statements`)),
  );
  expect(prepared.flat()).toEqual([]);
});

it('confines each read and each change to the workspace, and leaves the session as it was', async () => {
  const SESSION = `SELECT current_user AS role, nullif(current_setting('crm.workspace', true), '') AS workspace`;
  const tenants = server.app.get(TenantDatabase, { strict: false });
  const origin = outside(client.workspaceId, { type: 'system', id: null });
  const confined = [{ role: 'crm_tenant', workspace: client.workspaceId }];

  expect(await tenants.reader(client.workspaceId).query(SESSION)).toEqual(confined);
  expect(await server.app.get(UnitOfWork, { strict: false }).run(origin, ({ query }) => query(SESSION))).toEqual(
    confined,
  );
  const { runner, client: session } = await tenants.connect();
  const { rows } = await session.query(SESSION);
  await runner.release();
  expect(rows).toEqual([{ role: new URL(database.url).username, workspace: null }]);
});

it('does not start until the database has the settings that a session cannot be given through a pooler', async () => {
  const bare = await createTestDatabase();
  try {
    await migrate(bare.url, true);
    await expect(started({ ...POOLED, DATABASE_URL: bare.url })).rejects.toThrow(
      `ALTER DATABASE "${nameOf(bare)}" SET idle_in_transaction_session_timeout = '30000ms'`,
    );
  } finally {
    await bare.drop();
  }
});

it('does not start if a pooler drops the role of its connections, which would switch row-level security off', async () => {
  const ignoring = new URL(database.url);
  ignoring.search = '?options=';
  await expect(started({ DATABASE_URL: ignoring.href })).rejects.toThrow('set DATABASE_POOLER=transaction');
});

async function started(environment: Record<string, string>): Promise<void> {
  const app = await createApp(Config.from({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DEMO: 'false', ...environment }));
  await app.init().finally(() => app.close());
}
