import { clearInterval, setInterval } from 'node:timers';

const ECHO_MS = 250;

/**
 * Passes each signal to the server exactly once, because a second one means "exit immediately". Under npm they arrive twice
 * (Ctrl-C from the terminal, and passed on by npm) or never (npm's SIGTERM ends only the shell between us).
 */
export function hearEachSignalOnce() {
  const heardAt = new Map();
  const { emit } = process;
  process.emit = (name, ...args) => {
    if (name !== 'SIGINT' && name !== 'SIGTERM') return emit.call(process, name, ...args);
    const isEcho = performance.now() - (heardAt.get(name) ?? -Infinity) < ECHO_MS;
    heardAt.set(name, performance.now());
    return isEcho || emit.call(process, name, ...args);
  };
  if (process.env.npm_lifecycle_event) watchParent(() => heardAt.size > 0);
}

/** Treats the end of npm or its shell as a SIGTERM, unless a signal arrived. */
function watchParent(wasTold) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    if (!wasTold()) process.kill(process.pid, 'SIGTERM');
  }, ECHO_MS).unref();
}
