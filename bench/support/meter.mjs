import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** A process in /proc: its parent, and the CPU seconds of the process and of its children that have ended. */
function processOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may contain spaces and brackets; the rest cannot.
    const [, ppid, ...rest] = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user, system, buriedUser, buriedSystem] = rest.slice(9, 13);
    return { ppid, seconds: (user + system + buriedUser + buriedSystem) / TICKS };
  } catch {
    return undefined;
  }
}

/** The CPU seconds that a process and its children have used so far; children that have ended are included. */
function cpuOf(pid) {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(processOf)
    .filter((each) => each?.ppid === pid);
  return (processOf(pid)?.seconds ?? 0) + children.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** Does the work; resolves with its result and the CPU seconds that each named group of processes used meanwhile. */
export async function metered(groups, work) {
  const read = () =>
    Object.fromEntries(
      Object.entries(groups).map(([name, pids]) => [name, pids.map(cpuOf).reduce((a, b) => a + b, 0)]),
    );
  const before = read();
  const result = await work();
  const after = read();
  return { result, cpu: Object.fromEntries(Object.keys(groups).map((name) => [name, after[name] - before[name]])) };
}
