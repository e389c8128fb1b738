/** Workspaces, keys and automations for the rows that measure the product. */
import { createHmac } from 'node:crypto';
import pg from 'pg';
import { newId } from '../support/product.mjs';

/** The `effects` table and workspaces, straight into the database; each with an admin's key. */
export async function makeWorkspaces(database, count) {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  await client.query(`CREATE TABLE IF NOT EXISTS effects (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, execution text NOT NULL, step int NOT NULL,
    payload jsonb NOT NULL, created_at timestamptz NOT NULL DEFAULT now())`);
  const workspaces = [];
  for (let n = 0; n < count; n++) {
    const [id, key] = [newId(), `key-of-the-bench-${n}-${newId()}`];
    await client.query(`INSERT INTO workspace (id, name) VALUES ($1, 'Bench')`, [id]);
    const hash = createHmac('sha256', 'pepper-of-the-bench').update(key).digest();
    await client.query(`INSERT INTO api_key (id, workspace_id, name, role, key_hash) VALUES ($1, $2, 'Bench', 'admin', $3)`, [newId(), id, hash]);
    workspaces.push({ id, key });
  }
  await client.end();
  return workspaces;
}

/** Sends a document; throws on any error in the answer. */
export async function send(url, key, { query, variables, dispatcher }) {
  const body = JSON.stringify({ query, variables });
  const response = await fetch(`${url}/graphql`, { method: 'POST', body, dispatcher, headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` } });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** Makes an automation. */
export const automate = (url, key, input) =>
  send(url, key, { query: 'mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }', variables: { input } });

/** What waits or runs: 0 when everything that was submitted has ended. */
export async function unfinished(client) {
  const text = `SELECT (SELECT count(*) FROM outbox)::int + (SELECT count(*) FROM execution WHERE status = 'QUEUED')::int + (SELECT count(*) FROM execution WHERE status = 'RUNNING')::int AS n`;
  return (await client.query(text)).rows[0].n;
}
