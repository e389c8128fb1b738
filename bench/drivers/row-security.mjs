/** The cost of row-level security: the same read and the same change, as the engine and as a tenant; prints a table. */
import { parseArgs } from 'node:util';

const {
  values: { dist, database },
} = parseArgs({
  options: { dist: { type: 'string', default: `${process.cwd()}/dist` }, database: { type: 'string' } },
});
Object.assign(process.env, {
  NODE_ENV: 'development',
  DEMO: 'false',
  LOG_LEVEL: 'error',
  PORT: '0',
  DATABASE_URL: database,
  ROLE: 'all',
});
const from = (file) => import(`${dist}/${file}.js`);
const [{ startServer }, { Database }, { TenantDatabase }, { Transaction }, { newId }] = await Promise.all(
  [
    'server',
    'platform/database/database',
    'platform/database/tenant-database',
    'platform/work/transaction',
    'kernel/ids',
  ].map(from),
);
const server = await startServer(process.env);
const [engine, tenants] = [Database, TenantDatabase].map((type) => server.app.get(type, { strict: false }));

const workspaces = Array.from({ length: 20 }, newId);
for (const id of workspaces) await engine.query(`INSERT INTO workspace (id, name) VALUES ($1, 'Bench')`, [id]);
for (const id of workspaces)
  for (let n = 0; n < 100; n++)
    await engine.query(`INSERT INTO contact (id, workspace_id, name) VALUES ($1, $2, 'Ana')`, [newId(), id]);

const PAGE = `SELECT id, name FROM contact WHERE workspace_id = $1 ORDER BY id DESC LIMIT 20`;
const CHANGE = `UPDATE contact SET name = 'Bea' WHERE workspace_id = $1 AND id = (SELECT id FROM contact WHERE workspace_id = $1 LIMIT 1)`;
const changed = async (connection, id, begin) => {
  const transaction = new Transaction(connection, begin);
  await transaction.query(CHANGE, [id]);
  await transaction.rollback();
  await transaction.release();
};
const CASES = {
  'a page, as the engine': (id) => engine.reader(id).query(PAGE, [id]),
  'a page, as a tenant': (id) => tenants.reader(id).query(PAGE, [id]),
  'a change, as the engine': async (id) => changed(await engine.connect(), id),
  'a change, as a tenant': async (id) => changed(await tenants.connect(), id, tenants.begin(id)),
};

const found = Object.fromEntries(Object.keys(CASES).map((name) => [name, []]));
for (let round = 0; round <= 5; round++) {
  for (const [name, play] of Object.entries(CASES)) {
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    for (let n = 0; n < 2_000; n += 8)
      await Promise.all(Array.from({ length: 8 }, (_, lane) => play(workspaces[(n + lane) % workspaces.length])));
    const { user, system } = process.cpuUsage(cpu);
    // The first round is the warm-up.
    if (round > 0)
      found[name].push({ us: ((performance.now() - began) * 1000) / 2_000, cpuUs: (user + system) / 2_000 });
  }
}
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
console.table(
  Object.entries(found).map(([name, all]) => ({
    what: name,
    'µs each, 8 at once': Math.round(median(all.map(({ us }) => us))),
    'CPU of ours, µs': Math.round(median(all.map(({ cpuUs }) => cpuUs))),
  })),
);
await server.close();
process.exit(0);
