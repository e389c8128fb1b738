import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { metered } from '../support/meter.mjs';
import { systemPostgres } from '../support/postgres.mjs';

const COMMITS_PER_EXECUTION = 4;
const CLIENTS = [16, 32, 64, 128];

// The record is as wide as a step's; both keys are sequential.
const RECORD =
  'CREATE TABLE record (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, execution text NOT NULL, step smallint NOT NULL, note text NOT NULL)';
const EFFECT = `INSERT INTO effects (execution, step, note) VALUES ('pgbench', 1, 'Ana')`;
const STEP = `INSERT INTO record (execution, step, note) VALUES ('pgbench', 1, 'Ana')`;
const SCRIPTS = {
  transaction: `BEGIN;\n${EFFECT};\n${STEP};\nCOMMIT;\n`,
  statement: `WITH effect AS (${EFFECT}) ${STEP};\n`,
};

async function play(stage, { seconds }) {
  const bin = systemPostgres();
  if (!bin || !existsSync(join(bin, 'pgbench'))) return { skipped: 'there is no pgbench: apt-get install postgresql' };
  const database = await stage.database('pgbench');
  await stage.query(database.name, RECORD);
  await stage.settle();
  const best = {};
  for (const name of Object.keys(SCRIPTS))
    best[name] = await bestOf({ stage, database, bin, name, seconds: Math.max(2, Math.round(seconds / 3)) });
  const { transaction, statement } = best;
  return {
    'limit executions/s': transaction.tps / COMMITS_PER_EXECUTION,
    'one statement each, executions/s': statement.tps / COMMITS_PER_EXECUTION,
    'commits/s': transaction.tps,
    'best at clients': transaction.clients,
    'Postgres CPU s/1000': ((transaction.cpu * COMMITS_PER_EXECUTION) / transaction.count) * 1_000,
  };
}

async function bestOf({ stage, database, bin, name, seconds }) {
  const file = join(stage.folder, `${name}.sql`);
  writeFileSync(file, SCRIPTS[name]);
  const runs = [];
  for (const clients of CLIENTS) {
    const args = [
      '-n',
      '-M',
      'prepared',
      '-f',
      file,
      '-c',
      String(clients),
      '-j',
      '2',
      '-T',
      String(seconds),
      database.url,
    ];
    const { result, cpu } = await metered({ postgres: stage.servers.postgres }, () => said(join(bin, 'pgbench'), args));
    const [, tps] = /tps = ([\d.]+)/.exec(result);
    const [, count] = /actually processed: (\d+)/.exec(result);
    runs.push({ clients, tps: Number(tps), count: Number(count), cpu: cpu.postgres });
  }
  return runs.reduce((best, run) => (run.tps > best.tps ? run : best));
}

async function said(file, args) {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`pgbench ended with ${code}`);
  return output;
}

/** The most that this Postgres commits: without grouped commits, an execution takes four. */
export const pgbenchRow = { name: 'pgbench', title: 'pgbench, best commits a second / 4', play };
