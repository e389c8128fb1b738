/** A copy of the built product with the bench's action on its shelf, and processes of it. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { track } from '../../test/faults/support/children.mjs';
import { freePort } from '../../test/faults/support/ports.mjs';

const pathOf = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Where the copy is; inside node_modules, so that it finds the product's own. */
export const COPY = pathOf('node_modules/.cache/bench-dist');

export function copyProduct() {
  rmSync(COPY, { recursive: true, force: true });
  cpSync(pathOf('dist'), COPY, { recursive: true });
  copyFileSync(pathOf('bench/ours/insert-effect.action.js'), `${COPY}/actions/library/insert-effect.action.js`);
}

/** The environment of a production process; one prefix in Redis for each database. */
export const environmentOf = ({ database, redis, more = {} }) => ({
  PATH: process.env.PATH,
  NODE_ENV: 'production',
  KEY_PEPPER: 'pepper-of-the-bench',
  ENCRYPTION_KEYS: `bench:${Buffer.alloc(32, 1).toString('base64')}`,
  DATABASE_URL: database,
  REDIS_URL: redis,
  REDIS_PREFIX: new URL(database).pathname.slice(1),
  LOG_LEVEL: 'warn',
  RATE_LIMIT: '0',
  ...(process.env.BENCH_NODE_OPTIONS && { NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS }),
  ...more,
});

/** Starts a process of the product; resolves when it is ready. */
export async function startProcess(role, environment) {
  const port = await freePort();
  const { child, ended } = track(spawn(process.execPath, [`${COPY}/main.js`], { env: { ...environment, ROLE: role, PORT: String(port) }, stdio: ['ignore', 'pipe', 'inherit'] }));
  let said = '';
  while (!said.includes('ready on')) {
    const [piece] = await Promise.race([once(child.stdout, 'data'), ended.then(() => [undefined])]);
    if (piece === undefined) throw new Error(`A ${role} process ended before it was ready`);
    said += piece;
  }
  child.stdout.resume();
  const stop = () => (child.kill('SIGTERM'), ended);
  return { role, pid: child.pid, url: `http://127.0.0.1:${port}`, stop };
}

/** A UUIDv7 of now, as the product makes them. */
export function newId() {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
