import { spawnSync } from 'node:child_process';
import { chownSync, lchownSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The user that runs Postgres; empty for the current user. */
export interface Account {
  uid?: number;
  gid?: number;
}

/** Whether this process is root, which Postgres refuses to run as. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/** An unprivileged user; initdb fails for an id without an entry in /etc/passwd. */
export function nobody(): Account {
  const line = /^nobody:[^:]*:(\d+):(\d+)/m.exec(readFileSync('/etc/passwd', 'utf8'));
  return { uid: Number(line?.[1] ?? 65534), gid: Number(line?.[2] ?? 65534) };
}

/** The owner of a file, unless it is root or the file is missing. */
export function ownerOf(path: string): Account | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && stats.uid !== 0 ? { uid: stats.uid, gid: stats.gid } : undefined;
}

/** Whether the account can reach a folder; tested with a system call, since modes alone do not show ACLs and mounts. */
export function canReach(account: Account, folder: string): boolean {
  if (account.uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'cd -- "$0" && test -r .', folder], { ...account, stdio: 'ignore' }).status === 0;
}

/** Gives one file or empty folder to the account. */
export function giveTo({ uid, gid }: Account, path: string): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** Gives a folder and all in it to the account. */
export function giveTreeTo({ uid, gid }: Account, folder: string): void {
  if (uid === undefined || gid === undefined) return;
  const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const path of ['', ...inside]) lchownSync(join(folder, path), uid, gid);
}
