import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../../test/faults/support/children.mjs';
import { freePort } from '../../test/faults/support/ports.mjs';
import { PrivatePostgres } from '../../test/faults/support/postgres.mjs';

/** The settings for all rows. Nothing that was committed may be lost in a crash. */
export const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  max_connections: '300',
  shared_buffers: '1GB',
  max_wal_size: '16GB',
  checkpoint_timeout: '30min',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
};

const SYSTEM = '/usr/lib/postgresql';

/** The folder of the system's own Postgres programs, newest version first; undefined if there is none. */
export function systemPostgres() {
  if (!existsSync(SYSTEM)) return undefined;
  const [newest] = readdirSync(SYSTEM).sort((a, b) => Number(b) - Number(a));
  return newest && join(SYSTEM, newest, 'bin');
}

/** The bench's Postgres: the product's embedded one, or the system's if pg_stat_statements is needed. */
export class BenchPostgres extends PrivatePostgres {
  static async start(dist, folder, { statements = false } = {}) {
    const from = (file) => import(`${dist}/platform/embedded-postgres/${file}.js`);
    const [{ settle, clusterOf }, { plainEnvironment }] = await Promise.all([from('place'), from('command')]);
    mkdirSync(folder, { recursive: true });
    const place = settle(folder);
    const postgres = new BenchPostgres();
    Object.assign(postgres, {
      place,
      cluster: clusterOf(place),
      environment: plainEnvironment(),
      log: join(folder, '..', 'postgres.log'),
      port: await freePort(),
    });
    await (statements ? postgres.fromSystem() : postgres.fromProduct(from));
    await postgres.launch();
    return postgres;
  }

  async fromProduct(from) {
    const [{ findBinaries }, { ensureCluster, passwordOf }] = await Promise.all([from('binaries'), from('cluster')]);
    this.binaries = await findBinaries(this.place);
    await ensureCluster(this.place, this.binaries, false);
    this.password = passwordOf(this.place);
    this.settings = SETTINGS;
  }

  // The product's Postgres has no extensions.
  async fromSystem() {
    const bin = systemPostgres();
    if (!bin)
      throw new Error(
        '--statements wants pg_stat_statements, which the Postgres of the product does not carry: apt-get install postgresql',
      );
    const { account } = this.place;
    mkdirSync(this.cluster, { mode: 0o700 });
    if (account.uid !== undefined) chownSync(this.cluster, account.uid, account.gid);
    const initdb = [
      '-D',
      this.cluster,
      '-U',
      'postgres',
      '--auth=trust',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ];
    const { status, stderr } = spawnSync(join(bin, 'initdb'), initdb, {
      ...account,
      cwd: this.cluster,
      env: this.environment,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
    Object.assign(this, { binaries: { postgres: join(bin, 'postgres') }, password: 'trusted' });
    this.settings = { ...SETTINGS, shared_preload_libraries: 'pg_stat_statements', track_io_timing: 'on' };
  }

  async launch() {
    const flags = Object.entries({ ...this.settings, port: String(this.port) }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const { log, cluster, environment: env, place } = this;
    const { child, ended } = startChild(this.binaries.postgres, ['-D', cluster, ...flags], {
      ...place.account,
      log,
      env,
      cwd: cluster,
    });
    Object.assign(this, { child, ended });
    if (!(await this.ready())) throw new Error(`Postgres did not start: see ${this.log}`);
  }

  /** Creates a database with this name; resolves with its URL. */
  async create(name, { template = 'template0' } = {}) {
    await this.admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await this.admin(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
    return this.url(name);
  }
}
