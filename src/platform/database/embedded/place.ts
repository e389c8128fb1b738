import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Account, canReach, isRoot, nobody, ownerOf } from './account.js';
import { EmbeddedPostgresError, USE_YOUR_OWN } from './embedded-postgres-error.js';

/** Where one database lives, and as whom its Postgres runs. */
export interface Place {
  folder: string;
  account: Account;
}

/** The Postgres data directory of a place. */
export const clusterOf = ({ folder }: Place): string => join(folder, 'cluster');

/** Settles where the database lives: in the folder asked for, or, when root's Postgres could not reach that, in a system folder. */
export function settle(dataDir: string): Place {
  const folder = makeFolder(resolve(dataDir));
  const wanted = { folder, account: accountFor(folder) };
  if (existsSync(clusterOf(wanted))) return requireReachable(wanted);
  if (!isRoot()) return wanted;

  const elsewhere = join(systemFolderPath(), createHash('sha256').update(folder).digest('hex').slice(0, 12));
  const moved = existsSync(join(elsewhere, 'cluster'));
  if (!moved && canReach(wanted.account, folder)) return wanted;
  makeFolder(systemFolder());
  return { folder: makeFolder(elsewhere), account: accountFor(elsewhere) };
}

function accountFor(folder: string): Account {
  if (!isRoot()) return {};
  return ownerOf(join(folder, 'cluster')) ?? nobody();
}

function requireReachable(place: Place): Place {
  const owner = lstatSync(clusterOf(place)).uid;
  if (!isRoot() && process.getuid && owner !== process.getuid()) {
    throw new EmbeddedPostgresError(
      `The database in ${place.folder} belongs to another user (id ${owner}): start as that user or as root, or hand the folder over with chown -R.`,
    );
  }
  if (canReach(place.account, place.folder)) return place;
  throw new EmbeddedPostgresError(
    `Postgres, which cannot run as root, no longer reaches its database in ${place.folder}: run chmod o+x on the folders above it, or ${USE_YOUR_OWN}.`,
  );
}

/** A folder of root's that every user can read and only root can write: tampering needs root. */
export function systemFolder(): string {
  const folder = systemFolderPath();
  makeFolder(folder);
  const stats = lstatSync(folder);
  if (stats.isDirectory() && stats.uid === 0 && (stats.mode & 0o022) === 0) return folder;
  throw new EmbeddedPostgresError(`${folder} is not a folder that only root can write: remove it and start again, or ${USE_YOUR_OWN}.`);
}

function systemFolderPath(): string {
  const parent = ['/var/lib', '/var/tmp'].find(isWritable) ?? tmpdir();
  return join(parent, 'crm-automations');
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function makeFolder(folder: string): string {
  const first = mkdirSync(folder, { recursive: true });
  if (!isWritable(folder)) {
    throw new EmbeddedPostgresError(
      `The embedded Postgres cannot write to ${folder}: make it a folder this user can write to, or ${USE_YOUR_OWN}.`,
    );
  }
  // Under a strict umask root's own new folders would shut Postgres out.
  if (first && isRoot()) openUp(folder, first);
  return realpathSync(folder);
}

function openUp(folder: string, first: string): void {
  for (let each = folder; each.length >= first.length; each = dirname(each)) chmodSync(each, 0o755);
}
