/** CPU time of processes, from /proc; Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** Seconds of user and system time that a process has used; 0 when it is gone. */
export function cpuOf(pid) {
  const fields = statOf(pid);
  return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND : 0;
}

/** The same of a server and all its children, those that ended included. */
export function cpuOfTree(pid) {
  const own = statOf(pid);
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(name)?.[1] === String(pid));
  const ended = own ? (Number(own[13]) + Number(own[14])) / TICKS_PER_SECOND : 0;
  return cpuOf(pid) + ended + children.reduce((sum, child) => sum + cpuOf(child), 0);
}

function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  } catch {
    return undefined;
  }
}
