import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { plainEnvironment, run } from './command.js';
import { EmbeddedPostgresError, lastLines, USE_YOUR_OWN } from './embedded-postgres-error.js';
import { clusterOf, type Place } from './place.js';
import { findProcess } from './process-table.js';
import { openLog } from './server-log.js';

/** A Postgres server process of ours, and the port it listens on. */
export interface Postmaster {
  child: ChildProcess;
  port: number;
}

const DEFAULTS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

const ATTEMPTS = 50;

/** Another took our port before Postgres bound it, or the last backends of a killed server are still leaving. */
const PASSING = /could not bind|could not create any TCP|still in use/;

const pidFileOf = (place: Place): string => join(clusterOf(place), 'postmaster.pid');

/** Starts Postgres on a free port; resolves when it takes connections. */
export async function launch(place: Place, { postgres }: Binaries, settings: Record<string, string>): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const log = openLog(place);
    const child = spawnPostgres(postgres, place, { settings: { ...DEFAULTS, ...settings, port: `${port}` }, log: log.descriptor });
    const death = await readyOrDead(child, place);
    if (death === undefined) return { child, port };

    const words = log.read() || death;
    if (attempt === ATTEMPTS || !PASSING.test(words)) throw failedStart(place, words);
    await delay(100);
  }
}

/** The port on which a Postgres, whoever started it, takes connections to this cluster, if one does. */
export function portOf(place: Place): number | undefined {
  const lines = readPidFile(place).split('\n');
  return isReady(lines) && runningIn(place) ? Number(lines[3]) : undefined;
}

/** Stops Postgres, cutting its clients off; rows committed before are kept. */
export async function stop(place: Place, { pgCtl }: Binaries): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    const { code } = await run(pgCtl, ['stop', '-D', clusterOf(place), '-m', mode, '-w', '-t', '60'], place.account);
    if (code === 0 || !runningIn(place)) return;
  }
  throw new EmbeddedPostgresError(
    `The Postgres of ${place.folder} (process ${readPid(place)}) does not stop: end that process, then start again.`,
  );
}

/** Clears the way after a server that was killed: its Postgres is stopped, or its pid file is freed when it names no Postgres. */
export async function clearLeftover(place: Place, binaries: Binaries): Promise<void> {
  if (!existsSync(pidFileOf(place))) return;
  if (runningIn(place)) return stop(place, binaries);
  // Postgres takes a zombie, or a stranger with a recycled id, for a live server and refuses to start, but it trusts a file
  // that names its own parent to be stale. Deleting the file would lose its note of the shared memory still to be checked.
  const [, ...rest] = readPidFile(place).split('\n');
  writeFileSync(pidFileOf(place), [process.pid, ...rest].join('\n'));
}

/** Whether a live Postgres has this cluster open; where the system does not tell commands, any live process counts. */
function runningIn(place: Place): boolean {
  const found = findProcess(readPid(place));
  return found !== undefined && (found.command?.includes(clusterOf(place)) ?? true);
}

/** Postgres announces itself in the eighth line of its pid file; a pg connection would need retries and leave errors in the log. */
function isReady(pidFile: string[]): boolean {
  return pidFile[7]?.startsWith('ready') ?? false;
}

function readPid(place: Place): number {
  return Number.parseInt(readPidFile(place), 10);
}

function readPidFile(place: Place): string {
  try {
    return readFileSync(pidFileOf(place), 'utf8');
  } catch {
    return '';
  }
}

function spawnPostgres(
  postgres: string,
  place: Place,
  { settings, log }: { settings: Record<string, string>; log: number },
): ChildProcess {
  const cluster = clusterOf(place);
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(postgres, ['-D', cluster, ...flags], {
    ...place.account,
    cwd: cluster,
    env: plainEnvironment(),
    // A process group of its own: Ctrl-C must not reach Postgres before the app has drained.
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
  });
  closeSync(log);
  child.unref();
  // A process that ends without stopping Postgres still takes it along; only kill -9 leaves it to the next start.
  const takeAlong = (): void => void child.kill('SIGINT');
  process.once('exit', takeAlong);
  child.once('exit', () => process.off('exit', takeAlong));
  return child;
}

/** Resolves with nothing when Postgres takes connections, or with why it ended; recovery after a crash may take its time. */
async function readyOrDead(child: ChildProcess, place: Place): Promise<string | undefined> {
  let death: string | undefined;
  child.once('error', (error) => (death = error.message));
  child.once('exit', (code, signal) => (death = `it ended with ${signal ?? `code ${code}`}`));
  while (death === undefined) {
    if (readPid(place) === child.pid && isReady(readPidFile(place).split('\n'))) return undefined;
    await delay(10);
  }
  return death;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

function failedStart(place: Place, words: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The embedded Postgres of ${place.folder} did not start (${lastLines(words)}): mend that and start again, or ${USE_YOUR_OWN}.`,
  );
}
