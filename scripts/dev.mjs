/** `npm run dev`: the server and the console, both reloaded at every change, on http://localhost:5173. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, loadSettings, requireNode, root } from './ensure.mjs';

requireNode();
await ensureInstalled('test');
loadSettings();
const { compileServer } = await import('./build-server.mjs');
const server = `http://127.0.0.1:${process.env.PORT || 3000}`;

const vite = spawn('npx', ['vite', '--config', 'console/vite.config.ts'], {
  cwd: root,
  stdio: 'inherit',
  // The console uses this server.
  env: { CRM_SERVER: server, ...process.env },
  shell: process.platform === 'win32',
});
vite.on('exit', () => process.exit());

let running = null;
let change = null;
let restarting = Promise.resolve();
watch(join(root, 'src'), { recursive: true }, () => {
  clearTimeout(change);
  change = setTimeout(again, 100);
});
again();

// One restart at a time: two servers cannot share a port.
function again() {
  restarting = restarting.then(restart);
}

/** Starts a server with the current code; while that does not compile, the previous one keeps running. */
async function restart() {
  const write = await compileServer().catch((error) => console.error(error.message));
  if (!write) return;
  if (running && running.exitCode === null && running.signalCode === null) {
    const ended = once(running, 'exit');
    running.kill();
    await ended;
  }
  write();
  running = spawn(process.execPath, ['--enable-source-maps', join('dist', 'main.js')], { cwd: root, stdio: 'inherit' });
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    running?.kill();
    vite.kill();
  });
