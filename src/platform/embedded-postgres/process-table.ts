import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A running process; its start time distinguishes it from a later one with the same id. */
export interface LivingProcess {
  birth: string;
  /** Undefined if the system does not show it. */
  command?: string;
}

/** The process with that id, unless it is dead or a zombie. */
export function findProcess(pid: number): LivingProcess | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') return fromProc(pid);
  return process.platform === 'win32' ? fromSignal(pid) : fromPs(pid);
}

function fromProc(pid: number): LivingProcess | undefined {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  // The name is in brackets and may contain spaces: count the fields from the closing bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticksSinceBoot] = [fields[0], fields[19]];
  if (!state || state === 'Z' || state === 'X') return undefined;
  return {
    birth: `${readOrEmpty('/proc/sys/kernel/random/boot_id').trim()} ${ticksSinceBoot}`,
    command: readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' '),
  };
}

function fromPs(pid: number): LivingProcess | undefined {
  try {
    const line = execFileSync('ps', ['-ww', '-o', 'stat=,lstart=,command=', '-p', String(pid)], { encoding: 'utf8' });
    // "Ss   Mon Nov 23 10:00:00 2026 /path/to/postgres -D ..."
    const [, state, birth, command] = /^(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(\S.*)$/.exec(line.trim()) ?? [];
    return birth && !state?.startsWith('Z') ? { birth, command } : undefined;
  } catch {
    return undefined;
  }
}

function fromSignal(pid: number): LivingProcess | undefined {
  try {
    process.kill(pid, 0);
    return { birth: '' };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? { birth: '' } : undefined;
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
