import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveTo, giveTreeTo } from './account.js';
import type { Binaries } from './binaries.js';
import { run } from './command.js';
import { EmbeddedPostgresError, lastLines, USE_YOUR_OWN } from './embedded-postgres-error.js';
import { clusterOf, type Place } from './place.js';

const passwordFileOf = ({ folder }: Place): string => join(folder, 'password');

/** Ensures that the folder contains a cluster these binaries can open; true if it was created now. */
export async function ensureCluster(place: Place, binaries: Binaries, fsync: boolean): Promise<boolean> {
  const cluster = clusterOf(place);
  if (!existsSync(cluster)) {
    await createCluster(place, binaries, fsync);
    return true;
  }
  requireRelease(place, binaries);
  // A folder that root copied or restored belongs to root, which Postgres refuses to run as.
  if (lstatSync(cluster).uid === 0) giveTreeTo(place.account, cluster);
  return false;
}

/** The superuser's password, in a file that only the Postgres user and root can read. */
export function passwordOf(place: Place): string {
  const file = passwordFileOf(place);
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  throw new EmbeddedPostgresError(
    `The password file ${file} is missing: restore it, or delete ${place.folder} to start with an empty database.`,
  );
}

async function createCluster(place: Place, binaries: Binaries, fsync: boolean): Promise<void> {
  const draft = `${clusterOf(place)}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  giveTo(place.account, draft);
  writePassword(place);

  const { code, output } = await run(
    binaries.initdb,
    initdbArguments(draft, passwordFileOf(place), fsync),
    place.account,
  );
  if (code !== 0) {
    throw new EmbeddedPostgresError(
      `The embedded Postgres could not create its database in ${place.folder} (${lastLines(output)}): fix this and start again, or ${USE_YOUR_OWN}.`,
    );
  }

  // Renamed as a whole, so that an existing cluster is always complete.
  renameSync(draft, clusterOf(place));
}

function writePassword(place: Place): void {
  const file = passwordFileOf(place);
  rmSync(file, { force: true });
  writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  chmodSync(file, 0o600);
  giveTo(place.account, file);
}

function initdbArguments(folder: string, passwordFile: string, fsync: boolean): string[] {
  return [
    `--pgdata=${folder}`,
    '--username=postgres',
    // Loopback is open to every user of the machine, so a password is required even there.
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    // Built into Postgres: the same sort order on every machine, with case mapping beyond ASCII.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(fsync ? [] : ['--no-sync']),
  ];
}

function requireRelease(place: Place, { release }: Binaries): void {
  const file = join(clusterOf(place), 'PG_VERSION');
  const [major] = release.split('.');
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  if (found === major) return;
  const problem =
    found === undefined ? 'is damaged (it has no PG_VERSION)' : `was made by Postgres ${found}, this is ${major}`;
  throw new EmbeddedPostgresError(
    `The database in ${place.folder} ${problem}: restore it or move it with pg_dump, or delete the folder to start with an empty database.`,
  );
}
