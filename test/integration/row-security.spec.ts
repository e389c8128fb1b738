import pg from 'pg';
import { migrate } from '../../src/migrations.js';
import { newId } from '../../src/kernel/ids.js';
import { Authentication } from '../../src/platform/auth/authentication.service.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { UnitOfWork } from '../../src/platform/work/unit-of-work.js';
import { outside } from '../../src/platform/events/origin.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

let server: TestServer;
let ours: Client;
let theirs: Client;
let theirContact: string;

beforeAll(async () => {
  server = await startTestServer();
  [ours, theirs] = [await server.client('admin'), await server.client('admin')];
  for (const { raw } of [ours, theirs]) await raw(`mutation { createContact(input: { name: "Somebody" }) { id } }`);
  const [contact] = await server.database.query<{ id: string }>(`SELECT id FROM contact WHERE workspace_id = $1`, [
    theirs.workspaceId,
  ]);
  theirContact = contact!.id;
});

afterAll(() => server.close());

const work = <T>(body: Parameters<UnitOfWork['run']>[1]) =>
  server.app
    .get(UnitOfWork, { strict: false })
    .run(outside(ours.workspaceId, { type: 'system', id: null }), body) as Promise<T>;

it('protects every table that belongs to workspaces', async () => {
  const tables = `
    SELECT c.relname AS name, c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) AS walled FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND (c.relname = 'workspace' OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id'))`;
  const found = await server.database.query<{ name: string; walled: boolean }>(tables);
  expect(found.length).toBeGreaterThan(15);
  expect(found.filter(({ walled }) => !walled)).toEqual([]);
});

describe('a statement without a condition on the workspace', () => {
  it('reads only our rows', async () => {
    const reader = server.app.get(TenantDatabase, { strict: false }).reader(ours.workspaceId);
    const seen = await reader.query(
      `SELECT DISTINCT workspace_id AS id FROM contact UNION SELECT workspace_id FROM event UNION SELECT id FROM workspace`,
    );
    expect(seen).toEqual([{ id: ours.workspaceId }]);
  });

  it('changes only our rows', async () => {
    await work(({ query }) => query(`UPDATE contact SET name = 'Renamed'`));
    const names = await server.database.query(`SELECT workspace_id = $1 AS ours, name FROM contact ORDER BY 1 DESC`, [
      ours.workspaceId,
    ]);
    expect(names).toEqual([
      { ours: true, name: 'Renamed' },
      { ours: false, name: 'Somebody' },
    ]);
  });

  it('deletes only our rows', async () => {
    const deleted = await work(({ query }) => query(`DELETE FROM contact WHERE id = $1 RETURNING id`, [theirContact]));
    expect(deleted).toEqual([]);
  });

  it('inserts nothing into theirs', async () => {
    const insert = work(({ query }) =>
      query(`INSERT INTO contact (id, workspace_id, name) VALUES ($1, $2, 'Smuggled')`, [newId(), theirs.workspaceId]),
    );
    await expect(insert).rejects.toThrow('row-level security');
  });

  it('cannot read the outbox', async () => {
    await expect(work(({ query }) => query(`SELECT FROM outbox`))).rejects.toThrow('permission denied');
  });
});

it('returns no rows before a workspace is set', async () => {
  const { runner, client } = await server.app.get(TenantDatabase, { strict: false }).connect();
  try {
    await client.query(`BEGIN; SET LOCAL crm.workspace = ''`);
    expect((await client.query(`SELECT FROM contact`)).rows).toEqual([]);
    await client.query(`ROLLBACK`);
  } finally {
    await runner.release();
  }
});

it('applies to every request through the API', async () => {
  const authentication = server.app.get(Authentication, { strict: false });
  const { reader } = authentication.requesterOf((await authentication.principalOf(`Bearer ${ours.key}`))!, true);
  expect(await reader.query(`SELECT current_user AS role, current_setting('crm.workspace') AS workspace`)).toEqual([
    { role: 'crm_tenant', workspace: ours.workspaceId },
  ]);
  expect(await work(({ query }) => query(`SELECT current_user AS role`))).toEqual([{ role: 'crm_tenant' }]);
});

it('explains what to do when the database user may not create roles', async () => {
  const user = `plain_${newId().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL });
  await admin.connect();
  try {
    await admin.query(`CREATE ROLE ${user} LOGIN PASSWORD 'plain'`);
    await admin.query(`CREATE DATABASE ${user} OWNER ${user}`);
    const url = new URL(process.env.TEST_POSTGRES_URL!);
    Object.assign(url, { username: user, password: 'plain', pathname: `/${user}` });

    await expect(migrate(url.href)).rejects.toThrow(`GRANT crm_tenant TO ${user}`);
    await admin.query(`GRANT crm_tenant TO ${user}`);
    await migrate(url.href);
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${user} WITH (FORCE)`);
    await admin.query(`DROP ROLE IF EXISTS ${user}`);
    await admin.end();
  }
});
