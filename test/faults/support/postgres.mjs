import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startChild } from './children.mjs';
import { freePort } from './ports.mjs';
import { delay } from './wait.mjs';

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  shared_buffers: '128MB',
  timezone: 'UTC',
  // Nothing is traded for speed here: what was committed must be there after a crash.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
};

/** A Postgres of this run's own that can be crashed and comes back on the same port. */
export class PrivatePostgres {
  static async start(dist, folder) {
    const from = (file) => import(`${dist}/platform/embedded-postgres/${file}.js`);
    const [{ settle, clusterOf }, { findBinaries }, { ensureCluster, passwordOf }, { plainEnvironment }] =
      await Promise.all(['place', 'binaries', 'cluster', 'command'].map(from));
    mkdirSync(folder, { recursive: true });
    const place = settle(folder);
    const binaries = await findBinaries(place);
    await ensureCluster(place, binaries, false);
    const postgres = new PrivatePostgres();
    Object.assign(postgres, {
      place,
      binaries,
      cluster: clusterOf(place),
      password: passwordOf(place),
      environment: plainEnvironment(),
    });
    postgres.log = join(folder, '..', 'postgres.log');
    postgres.port = await freePort();
    await postgres.launch();
    return postgres;
  }

  /** Resolves when it takes connections; recovery after a crash included. */
  async launch() {
    const flags = Object.entries({ ...SETTINGS, port: String(this.port) }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const { log, cluster, environment: env, place } = this;
    for (let attempt = 1; attempt <= 100; attempt++) {
      const { child, ended } = startChild(this.binaries.postgres, ['-D', cluster, ...flags], {
        ...place.account,
        log,
        env,
        cwd: cluster,
      });
      Object.assign(this, { child, ended });
      if (await this.ready()) return;
      // The last backends of the crashed server are still leaving.
      await delay(50);
    }
    throw new Error(`Postgres did not start: see ${this.log}`);
  }

  async ready() {
    let dead = false;
    void this.ended.then(() => (dead = true));
    while (!dead) {
      const lines = this.pidFile().split('\n');
      if (Number(lines[0]) === this.child.pid && lines[7]?.startsWith('ready')) return true;
      await delay(10);
    }
    return false;
  }

  pidFile() {
    try {
      return readFileSync(join(this.cluster, 'postmaster.pid'), 'utf8');
    } catch {
      return '';
    }
  }

  /** What `pg_ctl stop -m immediate` does: every process leaves without a checkpoint, as in a crash. */
  async crash() {
    this.child.kill('SIGQUIT');
    await this.ended;
  }

  async stop() {
    this.child.kill('SIGINT');
    await this.ended;
  }

  /** Connects as a user of this name, by which its process is known in pg_stat_activity. */
  url(database, { user = 'postgres', port = this.port } = {}) {
    return `postgres://${user}:${this.password}@127.0.0.1:${port}/${database}`;
  }

  /** One statement of the superuser, on a connection of its own. */
  async admin(text, values = [], database = 'postgres') {
    const client = new pg.Client({ connectionString: this.url(database) });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** A superuser for each process, so that its connections can be told from the others'. */
  async createUsers(names) {
    for (const name of names) {
      await this.admin(
        `DO $$ BEGIN CREATE ROLE ${name} SUPERUSER LOGIN PASSWORD '${this.password}'; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
      );
    }
  }
}
