import { clearInterval, setInterval } from 'node:timers';

const ECHO_MS = 250;

/**
 * Lets each signal reach the server exactly once, as a second one means "exit at once". Under npm they come twice (Ctrl-C
 * from the terminal, and passed on by npm) or not at all (npm's SIGTERM ends only the shell that stands between us).
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

/** Takes the end of npm or its shell for a SIGTERM, unless a signal came by itself. */
function watchParent(wasTold) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    if (!wasTold()) process.kill(process.pid, 'SIGTERM');
  }, ECHO_MS).unref();
}
