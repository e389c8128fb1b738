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

/** A Postgres server process started here, and its port. */
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

/** Another process took the port before Postgres bound it, or the last backends of a killed server are still ending. */
const PASSING = /could not bind|could not create any TCP|still in use/;

const pidFileOf = (place: Place): string => join(clusterOf(place), 'postmaster.pid');

/** Starts Postgres on a free port; resolves when it accepts connections. */
export async function launch(
  place: Place,
  { postgres }: Binaries,
  settings: Record<string, string>,
): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const log = openLog(place);
    const child = spawnPostgres(postgres, place, {
      settings: { ...DEFAULTS, ...settings, port: `${port}` },
      log: log.descriptor,
    });
    const death = await readyOrDead(child, place);
    if (death === undefined) return { child, port };

    const words = log.read() || death;
    if (attempt === ATTEMPTS || !PASSING.test(words)) throw failedStart(place, words);
    await delay(100);
  }
}

/** The port of the Postgres that serves this cluster, even if another process started it; undefined if none is ready. */
export function portOf(place: Place): number | undefined {
  const lines = readPidFile(place).split('\n');
  return isReady(lines) && runningIn(place) ? Number(lines[3]) : undefined;
}

/** Stops Postgres and disconnects its clients; committed rows are kept. */
export async function stop(place: Place, { pgCtl }: Binaries): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    const { code } = await run(pgCtl, ['stop', '-D', clusterOf(place), '-m', mode, '-w', '-t', '60'], place.account);
    if (code === 0 || !runningIn(place)) return;
  }
  throw new EmbeddedPostgresError(
    `The Postgres of ${place.folder} (process ${readPid(place)}) does not stop: end that process, then start again.`,
  );
}

/** Cleans up after a server that was killed: stops its Postgres, or releases its pid file if that names no Postgres. */
export async function clearLeftover(place: Place, binaries: Binaries): Promise<void> {
  if (!existsSync(pidFileOf(place))) return;
  if (runningIn(place)) return stop(place, binaries);
  // Postgres refuses to start if the pid is that of a zombie or of another program with a reused id, but it ignores a file
  // that names its own parent. Deleting the file would lose the record of shared memory that must still be checked.
  const [, ...rest] = readPidFile(place).split('\n');
  writeFileSync(pidFileOf(place), [process.pid, ...rest].join('\n'));
}

/** Whether a running Postgres uses this cluster; where the system does not show commands, any running process counts. */
function runningIn(place: Place): boolean {
  const found = findProcess(readPid(place));
  return found !== undefined && (found.command?.includes(clusterOf(place)) ?? true);
}

/** Postgres writes its state to the eighth line of its pid file; a pg connection would need retries and leave errors in the log. */
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
    // Its own process group: Ctrl-C must not reach Postgres before the app has drained.
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
  });
  closeSync(log);
  child.unref();
  // Postgres is stopped when this process ends without stopping it; after kill -9 the next start does it.
  const takeAlong = (): void => void child.kill('SIGINT');
  process.once('exit', takeAlong);
  child.once('exit', () => process.off('exit', takeAlong));
  return child;
}

/** Resolves with undefined when Postgres accepts connections, or with the reason why it ended; crash recovery may take a while. */
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
    `The embedded Postgres of ${place.folder} did not start (${lastLines(words)}): fix this and start again, or ${USE_YOUR_OWN}.`,
  );
}
