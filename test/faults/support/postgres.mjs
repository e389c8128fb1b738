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
  // Durability is not traded for speed: what was committed must survive a crash.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
};

/** This run's own Postgres, which can be crashed and restarted on the same port. */
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

  /** Resolves when it accepts connections, after a crash when recovery is complete. */
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
      // The last backends of the crashed server are still exiting.
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

  /** Does what `pg_ctl stop -m immediate` does: every process exits without a checkpoint, as in a crash. */
  async crash() {
    this.child.kill('SIGQUIT');
    await this.ended;
  }

  async stop() {
    this.child.kill('SIGINT');
    await this.ended;
  }

  /** Connects as a user of this name, which identifies its process in pg_stat_activity. */
  url(database, { user = 'postgres', port = this.port } = {}) {
    return `postgres://${user}:${this.password}@127.0.0.1:${port}/${database}`;
  }

  /** Runs one statement as superuser, on its own connection. */
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

  /** A superuser for each process, so that its connections can be identified. */
  async createUsers(names) {
    for (const name of names) {
      await this.admin(
        `DO $$ BEGIN CREATE ROLE ${name} SUPERUSER LOGIN PASSWORD '${this.password}'; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
      );
    }
  }
}
