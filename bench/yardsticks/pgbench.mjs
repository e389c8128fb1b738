/** Yardstick: pgbench, BEGIN, two inserts, COMMIT; four commits would be an execution. Prints one JSON line. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';

const COMMITS_PER_EXECUTION = 4;
const { values: { database, seconds } } = parseArgs({ options: { database: { type: 'string' }, seconds: { type: 'string', default: '10' } }, strict: false });

const client = new pg.Client({ connectionString: database });
await client.connect();
await client.query(`CREATE TABLE IF NOT EXISTS effects (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, execution text NOT NULL, step int NOT NULL,
  payload jsonb NOT NULL, created_at timestamptz NOT NULL DEFAULT now())`);
await client.end();

const script = fileURLToPath(new URL('../pgbench.sql', import.meta.url));
const each = Math.max(2, Math.ceil(Number(seconds) / 3));
let best = 0;
for (const clients of ['8', '16', '32']) {
  const said = execFileSync(binary(), ['-n', '-M', 'prepared', '-f', script, '-c', clients, '-j', '2', '-T', String(each), database], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  best = Math.max(best, Number(/tps = ([\d.]+)/.exec(said)[1]));
}
const perSecond = best / COMMITS_PER_EXECUTION;
console.log(JSON.stringify({ name: 'pgbench', mode: 'burst', executions: Math.round(perSecond * each), seconds: each, perSecond }));

function binary() {
  const root = '/usr/lib/postgresql';
  const found = existsSync(root) ? readdirSync(root).map((version) => `${root}/${version}/bin/pgbench`).filter((path) => existsSync(path)) : [];
  return found.at(-1) ?? 'pgbench';
}
