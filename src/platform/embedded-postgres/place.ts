import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, lstatSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Account, canReach, isRoot, nobody, ownerOf } from './account.js';
import { EmbeddedPostgresError, USE_YOUR_OWN } from './embedded-postgres-error.js';

/** Where a database is stored, and which user runs its Postgres. */
export interface Place {
  folder: string;
  account: Account;
  /** Whether it is not the requested folder. */
  moved: boolean;
}

/** The Postgres data directory of a place. */
export const clusterOf = ({ folder }: Pick<Place, 'folder'>): string => join(folder, 'cluster');

/** Chooses the folder of the database: the requested one, or a system folder if root's Postgres cannot reach it. */
export function settle(dataDir: string): Place {
  const folder = makeFolder(resolve(dataDir));
  const wanted: Place = { folder, account: accountFor(folder), moved: false };
  if (existsSync(clusterOf(wanted))) return requireUsable(wanted);
  if (!isRoot()) return wanted;

  const elsewhere = join(systemFolderPath(), createHash('sha256').update(folder).digest('hex').slice(0, 12));
  const movedBefore = existsSync(clusterOf({ folder: elsewhere }));
  if (!movedBefore && canReach(wanted.account, folder)) return wanted;
  systemFolder();
  return { folder: makeFolder(elsewhere), account: accountFor(elsewhere), moved: true };
}

function accountFor(folder: string): Account {
  if (!isRoot()) return {};
  return ownerOf(clusterOf({ folder })) ?? nobody();
}

function requireUsable(place: Place): Place {
  const owner = lstatSync(clusterOf(place)).uid;
  if (!isRoot() && process.getuid && owner !== process.getuid()) {
    throw new EmbeddedPostgresError(
      `The database in ${place.folder} belongs to another user (id ${owner}): start as that user or as root, or change the owner with chown -R.`,
    );
  }
  if (canReach(place.account, place.folder)) return place;
  throw new EmbeddedPostgresError(
    `Postgres, which cannot run as root, no longer reaches its database in ${place.folder}: run chmod o+x on the folders above it, or ${USE_YOUR_OWN}.`,
  );
}

/** A folder of root that every user can read and only root can write, so that only root can tamper with it. */
export function systemFolder(): string {
  const folder = systemFolderPath();
  makeFolder(folder);
  const stats = lstatSync(folder);
  if (stats.isDirectory() && stats.uid === 0 && (stats.mode & 0o022) === 0) return folder;
  throw new EmbeddedPostgresError(
    `${folder} is not a folder that only root can write: remove it and start again, or ${USE_YOUR_OWN}.`,
  );
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
  try {
    const first = makeMissing(folder);
    accessSync(folder, constants.W_OK);
    // Root's own new or empty folder is made accessible to Postgres; a strict umask or mkdtemp would prevent that.
    const own = first ?? (readdirSync(folder).length === 0 ? folder : undefined);
    if (own && isRoot()) openUp(folder, own);
    return realpathSync(folder);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The embedded Postgres cannot write to ${folder} (${(cause as Error).message}): make it a folder this user can write to, or ${USE_YOUR_OWN}.`,
      { cause },
    );
  }
}

/** Creates a folder and its parents, and returns the first one created; Node's own recursive mkdir never returns under /proc. */
function makeMissing(folder: string): string | undefined {
  if (existsSync(folder)) return undefined;
  const above = makeMissing(dirname(folder));
  mkdirSync(folder);
  return above ?? folder;
}

/** Gives every user access to the created folders, from the first to the last. */
function openUp(last: string, first: string): void {
  for (let each = last; each.length >= first.length; each = dirname(each)) chmodSync(each, 0o755);
}
