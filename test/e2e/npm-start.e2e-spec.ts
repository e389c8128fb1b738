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
  // As root, Postgres runs as the user nobody, which must be able to enter the folder.
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

/** Runs `npm start`. Resolves once it is ready; `ended` resolves when the last process that writes to its output has exited. */
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
  ['Ctrl-C, which reaches npm, its shell and the server', () => toAll('SIGINT')],
])(
  'stops the server cleanly, with its own Postgres, on %s',
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
