import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;
let npm: ChildProcess;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crm-npm-'));
  // Postgres runs as nobody where we are root, and must get into it.
  await chmod(folder, 0o755);
});

afterEach(async () => {
  toAll('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Signals npm, its shell and the server, as a terminal does. */
function toAll(signal: NodeJS.Signals): void {
  try {
    process.kill(-npm.pid!, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** `npm start` as somebody types it. Resolves once it is ready, with the end of its output: the end of the last process that writes there. */
async function start(): Promise<{ ended: Promise<unknown> }> {
  const { PATH = '', HOME = '' } = process.env;
  npm = spawn('npm', ['start'], { cwd: ROOT, env: { PATH, HOME, PORT: '0', DATA_DIR: folder }, detached: true });
  let said = '';
  const ended = once(npm.stdout!, 'end');
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [npm.stdout!, npm.stderr!]) {
      stream.on('data', (chunk) => {
        said += chunk;
        if (/^ready on \S+$/m.test(said)) resolve();
      });
    }
    npm.on('exit', () => reject(new Error(said)));
  });
  await ready;
  return { ended };
}

it.each<[string, () => void]>([
  ['SIGTERM to npm alone', () => void npm.kill('SIGTERM')],
  ['Ctrl-C, which npm, its shell and the server hear', () => toAll('SIGINT')],
])(
  'ends the server in order, its own Postgres with it, at %s',
  async (_, signal) => {
    const pidFile = join(folder, 'postgres', 'cluster', 'postmaster.pid');
    const { ended } = await start();
    expect(existsSync(pidFile)).toBe(true);

    signal();
    await ended;

    expect(existsSync(pidFile)).toBe(false);
  },
  120_000,
);
