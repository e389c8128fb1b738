import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Outside } from './outside.mjs';
import { PrivatePostgres } from './postgres.mjs';
import { Product } from './product.mjs';
import { makeWorld } from './world.mjs';

const USERS = ['api', 'worker'].flatMap((role) => Array.from({ length: 30 }, (_, index) => `${role}${index + 1}`));
const TEMPLATE = 'fault_template';

/** Where scenarios run, one after another: a Postgres with a prepared template database, and external servers. */
export class Stage {
  static async build({ dist, folder, workspaces }) {
    mkdirSync(folder, { recursive: true });
    const stage = new Stage();
    const [postgres, outside] = await Promise.all([
      PrivatePostgres.start(dist, join(folder, 'postgres')),
      Outside.start(join(folder, 'received.jsonl')),
    ]);
    Object.assign(stage, { dist, folder, postgres, outside });
    await postgres.admin(`CREATE DATABASE ${TEMPLATE}`);
    await postgres.createUsers(USERS);
    await stage.furnish(workspaces);
    return stage;
  }

  async furnish(count) {
    const { dist, folder, postgres, outside } = this;
    const environment = {
      DATABASE_URL: postgres.url(TEMPLATE),
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
    await this.postgres.admin(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    return name;
  }

  async close() {
    this.outside.stop();
    await this.postgres.stop();
  }
}
