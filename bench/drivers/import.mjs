/**
 * What an import of contacts costs: rows a second, the memory of the process, and the time beside that of plain COPY of the same rows
 * and the same events into the same tables of another database.
 * node --expose-gc bench/drivers/import.mjs [--dist dist] [--rows 100000] [--rounds 3]
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { metered } from '../support/meter.mjs';
import { median } from '../support/numbers.mjs';
import { BenchPostgres } from '../support/postgres.mjs';

const {
  values: { dist, rows, rounds },
} = parseArgs({
  options: {
    dist: { type: 'string', default: `${process.cwd()}/dist` },
    rows: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
  },
});
const COUNT = Number(rows);
const MB = 1024 ** 2;

const folder = mkdtempSync(join(tmpdir(), 'crm-import-'));
// As root, Postgres runs as the user nobody, which must be able to enter the folder.
chmodSync(folder, 0o777);
const postgres = await BenchPostgres.start(dist, join(folder, 'postgres'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

Object.assign(process.env, {
  NODE_ENV: 'development',
  DEMO: 'false',
  LOG_LEVEL: 'error',
  PORT: '0',
  ROLE: 'all',
  RATE_LIMIT: '0',
});
const from = (file) => import(`${dist}/${file}.js`);
const [{ startServer }, { migrate }, { ApiKeys }, { newId }] = await Promise.all(
  ['server', 'migrations', 'platform/api-keys/api-keys.service', 'kernel/ids'].map(from),
);

/** The file, made while it is sent: 100,000 rows are about 8 MB. */
async function* file() {
  yield 'Full name,Phone,Mail,City,Size\n';
  for (let first = 0; first < COUNT; first += 1_000)
    yield Array.from({ length: Math.min(1_000, COUNT - first) }, (_, index) => {
      const n = first + index;
      return `Person ${n} da Silva,+55119${String(10_000_000 + n)},person.${n}@example.com,Recife,${n % 50}\n`;
    }).join('');
}
const MAPPING = { 'Full name': 'name', Phone: 'phone', Mail: 'email', City: 'city', Size: 'customFields.size' };

/** The result, the time, and the CPU of this process and of Postgres. */
const seconds = async (work) => {
  const begun = performance.now();
  const { result, cpu } = await metered({ node: [process.pid], postgres: [postgres.child.pid] }, work);
  return { result, wall: (performance.now() - begun) / 1_000, cpu };
};
const told = ({ wall, cpu }) =>
  `${wall.toFixed(1)} s (CPU: Node ${cpu.node.toFixed(1)}, Postgres ${cpu.postgres.toFixed(1)})`;

async function client(database, workspaceId) {
  const sql = new pg.Client({ connectionString: database });
  await sql.connect();
  await sql.query(`INSERT INTO workspace (id, name) VALUES ($1, 'Bench')`, [workspaceId]);
  return sql;
}

/** A server on the database, with a function that asks it. */
async function serve(database, workspaceId) {
  const server = await startServer({ ...process.env, DATABASE_URL: database });
  const sql = await client(database, workspaceId);
  const key = ApiKeys.generate();
  await server.app.get(ApiKeys, { strict: false }).keep(workspaceId, key, { name: 'Bench', role: 'admin' });
  const authorization = `Bearer ${key}`;
  const ask = async (query, variables) => {
    const headers = { authorization, 'content-type': 'application/json' };
    const body = JSON.stringify({ query, variables });
    const { data, errors } = await (await fetch(`${server.url}/graphql`, { method: 'POST', headers, body })).json();
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data)[0];
  };
  const send = async () => {
    const headers = { authorization, 'content-type': 'text/csv' };
    const body = ReadableStream.from(encoded());
    return (await fetch(`${server.url}/imports`, { method: 'POST', headers, body, duplex: 'half' })).json();
  };
  return { server, sql, ask, send };
}

/** Imports over HTTP, as the console does, and resolves with the times and the memory. */
async function importInto(database, workspaceId) {
  const { server, sql, ask, send } = await serve(database, workspaceId);
  globalThis.gc?.();
  const before = process.memoryUsage();
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
  const upload = await seconds(send);
  const work = await seconds(async () => {
    const input = { upload: upload.result.id, mapping: MAPPING };
    const { id } = await ask(`mutation ($input: ImportContactsInput!) { importContacts(input: $input) { id } }`, {
      input,
    });
    for (;;) {
      const operation = await ask(`query ($id: ID!) { bulkOperation(id: $id) { status succeeded failed } }`, { id });
      if (operation.status === 'DONE') return operation;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  clearInterval(watch);
  if (work.result.succeeded !== COUNT) throw new Error(JSON.stringify(work.result));
  globalThis.gc?.();
  const after = process.memoryUsage();
  const [{ events }] = (await sql.query(`SELECT count(*)::int AS events FROM event`)).rows;
  if (events !== COUNT) throw new Error(`${events} events`);
  await server.close();
  return { sql, upload, work, peak: peak - before.rss, kept: after.heapUsed - before.heapUsed };
}

async function* encoded() {
  for await (const part of file()) yield new TextEncoder().encode(part);
}

const COPIED = {
  contact: 'id, workspace_id, name, phone, email, city, region, address, time_zone, opted_out_at, custom_fields',
  event:
    'id, workspace_id, type, entity_id, order_id, contact_id, payload, cascade_depth, actor_type, actor_id, actor_name, root_event_id, traceparent',
};

const rounded = [];
for (let round = 1; round <= Number(rounds); round += 1) {
  const workspaceId = newId();
  const url = await postgres.create(`imported_${round}`);
  await postgres.admin('CHECKPOINT');
  const { sql, ...measured } = await importInto(url, workspaceId);
  for (const [table, columns] of Object.entries(COPIED))
    await sql.query(`COPY (SELECT ${columns} FROM ${table} ORDER BY id) TO '${folder}/${table}.copy'`);
  await sql.end();

  const other = await postgres.create(`copied_${round}`);
  await migrate(other);
  const copier = await client(other, workspaceId);
  await postgres.admin('CHECKPOINT');
  const copied = await seconds(async () => {
    await copier.query('BEGIN');
    for (const [table, columns] of Object.entries(COPIED))
      await copier.query(`COPY ${table} (${columns}) FROM '${folder}/${table}.copy'`);
    await copier.query('COMMIT');
  });
  await copier.end();
  rounded.push({ ...measured, copied });
  const { upload, work, peak, kept } = measured;
  console.log(`round ${round}: upload ${told(upload)}; import ${told(work)}; COPY ${told(copied)}`);
  console.log(`  memory at most +${Math.round(peak / MB)} MB, heap afterwards ${Math.round(kept / MB)} MB more`);
}
const of = (pick) => median(rounded.map(pick));
const ratio = (pick) => (of(pick) / of(({ copied }) => copied.wall)).toFixed(2);
console.log(
  `median of ${rounds}: ${Math.round(COUNT / of(({ work }) => work.wall))} rows a second; ${ratio(({ work }) => work.wall)} x COPY,`,
  `with the upload ${ratio(({ work, upload }) => work.wall + upload.wall)} x`,
);
await postgres.stop();
process.exit(0);
