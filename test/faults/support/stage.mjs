import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Outside } from './outside.mjs';
import { PrivatePostgres } from './postgres.mjs';
import { PgBouncer } from './pgbouncer.mjs';
import { LEASE_SECONDS, Product } from './product.mjs';
import { makeWorld } from './world.mjs';

const USERS = ['api', 'worker'].flatMap((role) => Array.from({ length: 30 }, (_, index) => `${role}${index + 1}`));

// What the product sets for its sessions, except through a pooler: see docs/scale.md.
const SESSION = {
  timezone: 'UTC',
  statement_timeout: '30s',
  lock_timeout: '15s',
  idle_in_transaction_session_timeout: `${LEASE_SECONDS}s`,
};

const TEMPLATE = 'fault_template';

/** Where scenarios run, one after another: a Postgres with a prepared template database, and external servers. */
export class Stage {
  static async build({ dist, folder, workspaces, through }) {
    mkdirSync(folder, { recursive: true });
    const stage = new Stage();
    const [postgres, outside] = await Promise.all([
      PrivatePostgres.start(dist, join(folder, 'postgres')),
      Outside.start(join(folder, 'received.jsonl')),
    ]);
    Object.assign(stage, { dist, folder, postgres, outside });
    await postgres.createUsers(USERS);
    if (through) stage.bouncer = await PgBouncer.start(folder, { postgres, users: ['postgres', ...USERS] });
    await stage.createDatabase(TEMPLATE, 'template1');
    await stage.furnish(workspaces);
    return stage;
  }

  async furnish(count) {
    const { dist, folder, postgres, outside } = this;
    const environment = {
      DATABASE_URL: postgres.url(TEMPLATE, { port: this.databasePort }),
      ...this.environment,
      REDIS_URL: 'redis://127.0.0.1:1',
      ...outside.environment,
    };
    // Creating the world needs no Redis.
    const api = await Product.start({ dist, folder, name: 'furnisher', role: 'api', environment });
    const pool = new pg.Pool({ connectionString: postgres.url(TEMPLATE), max: 4 });
    const query = async (text, values) => (await pool.query(text, values)).rows;
    await query(await readFile(new URL('./watch.sql', import.meta.url), 'utf8'));
    this.world = await makeWorld({ query, apiUrl: api.url, hooks: `${outside.url}/hook`, count });
    await pool.end();
    await api.kill();
    await postgres.admin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`, [TEMPLATE]);
  }

  /** A database for one scenario. */
  async clone(name) {
    await this.createDatabase(name, TEMPLATE);
    return name;
  }

  async createDatabase(name, from) {
    await this.postgres.admin(`CREATE DATABASE ${name} TEMPLATE ${from}`);
    if (!this.bouncer) return;
    for (const [setting, value] of Object.entries(SESSION))
      await this.postgres.admin(`ALTER DATABASE ${name} SET ${setting} = '${value}'`);
  }

  /** Where the product finds its database. */
  get databasePort() {
    return this.bouncer?.port ?? this.postgres.port;
  }

  get environment() {
    return this.bouncer ? { DATABASE_POOLER: 'transaction' } : {};
  }

  async close() {
    this.outside.stop();
    await this.bouncer?.stop();
    await this.postgres.stop();
  }
}
