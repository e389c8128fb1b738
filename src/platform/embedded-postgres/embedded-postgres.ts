import { once } from 'node:events';
import { resolve } from 'node:path';
import { type Binaries, findBinaries } from './binaries.js';
import { ensureCluster, passwordOf } from './cluster.js';
import { inPlainWords } from './embedded-postgres-error.js';
import { lockFolder } from './folder-lock.js';
import { type Place, settle } from './place.js';
import { clearLeftover, launch, portOf, type Postmaster, stop } from './postmaster.js';

/** A Postgres server of this process' own, listening on loopback only. */
export interface EmbeddedPostgres {
  /** Connects as the superuser; the port changes at each start. */
  url: string;
  /** The actual folder of the database: the requested one, unless Postgres cannot reach it. */
  folder: string;
  /** Whether this start created the database. */
  wasCreated: boolean;
  /** Disconnects every client and resolves when Postgres has ended; safe to call twice. */
  stop(): Promise<void>;
}

/** The folder for the data, and server settings that override the defaults (`{ fsync: 'off' }` in tests). */
export interface EmbeddedPostgresOptions {
  dataDir: string;
  settings?: Record<string, string>;
  /** Receives messages for the operator; standard output by default. */
  say?: (line: string) => void;
}

/** Starts Postgres with a folder, creating the database at first use; throws an `EmbeddedPostgresError`. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await startIn(settle(options.dataDir), options);
  } catch (error) {
    throw inPlainWords(error, options.dataDir);
  }
}

/** The url of the Postgres that another process runs in a folder; undefined if none accepts connections. */
export function findEmbeddedPostgres(dataDir: string): string | undefined {
  const place = settle(dataDir);
  const port = portOf(place);
  return port === undefined ? undefined : urlOf(passwordOf(place), port);
}

function urlOf(password: string, port: number): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

async function startIn(place: Place, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, settings = {}, say = console.info } = options;
  const unlock = lockFolder(place.folder);
  try {
    if (place.moved)
      say(
        `Postgres cannot run as root and no other user reaches ${resolve(dataDir)}: the database is kept in ${place.folder}.`,
      );
    const binaries = await findBinaries(place);
    const wasCreated = await ensureCluster(place, binaries, settings.fsync !== 'off');
    await clearLeftover(place, binaries);
    const password = passwordOf(place);
    const postmaster = await launch(place, binaries, settings);

    return {
      url: urlOf(password, postmaster.port),
      folder: place.folder,
      wasCreated,
      stop: stopper(postmaster, { place, binaries, unlock }),
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function stopper(
  { child }: Postmaster,
  { place, binaries, unlock }: { place: Place; binaries: Binaries; unlock: () => void },
): () => Promise<void> {
  const ended = once(child, 'exit');

  const stopNow = async (): Promise<void> => {
    child.ref();
    await stop(place, binaries);
    await ended;
    unlock();
  };
  let stopping: Promise<void> | undefined;
  return () => (stopping ??= stopNow());
}
