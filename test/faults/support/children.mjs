import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';

/** Every process that this run has started and that still runs; all are stopped when the run ends, however it ends. */
const alive = new Set();

process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    console.error(`Ended by ${signal}.`);
    process.exit(1);
  });
}

/** Starts a process whose output goes to a log file; `ended` resolves with its exit code and signal. */
export function startChild(file, args, { log, ...options }) {
  const descriptor = openSync(log, 'a');
  const child = spawn(file, args, { stdio: ['ignore', descriptor, descriptor], ...options });
  closeSync(descriptor);
  return track(child);
}

/** The same for a process that was already started. */
export function track(child) {
  alive.add(child);
  const ended = once(child, 'exit').then(([code, signal]) => {
    alive.delete(child);
    return { code, signal };
  });
  return { child, ended };
}
