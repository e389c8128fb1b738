import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrivateRedis } from '../../test/faults/support/redis.mjs';
import { Helper } from './helper.mjs';
import { BenchPostgres } from './postgres.mjs';

const EFFECTS = `CREATE TABLE effects (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, execution text NOT NULL, step smallint NOT NULL, note text NOT NULL)`;

const YOUNG_GENERATION = '--max-semi-space-size=64';

const PRODUCT = {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'error',
  RATE_LIMIT: '0',
  ROLE: 'all',
  KEY_PEPPER: 'pepper-of-the-bench',
  ENCRYPTION_KEYS: `a:${Buffer.alloc(32, 1).toString('base64')}`,
};

/** What all rows share: one Postgres, one Redis, a copy of the build, and a folder that is deleted after the run. */
export class Stage {
  static async open({ dist, before, statements = false, folder: parent = tmpdir(), profiles }) {
    const stage = new Stage();
    const folder = mkdtempSync(join(parent, 'crm-bench-'));
    // As root, Postgres runs as the user nobody, which must be able to enter the folder.
    chmodSync(folder, 0o755);
    Object.assign(stage, { dist, before, statements, folder, profiles, names: new Map(), helpers: [] });
    process.on('exit', () => stage.sweep());
    stage.postgres = await BenchPostgres.start(dist, join(folder, 'postgres'), { statements });
    stage.redis = await PrivateRedis.start(join(folder, 'redis'));
    return stage;
  }

  /** Starts another Postgres beside the first, once. */
  async anotherPostgres() {
    return (this.another ??= await BenchPostgres.start(this.dist, join(this.folder, 'another', 'postgres')));
  }

  /** Creates a database with an empty table `effects`; resolves with its name and URL. Also empties Redis. */
  async database(row, postgres = this.postgres) {
    const count = (this.names.get(row) ?? 0) + 1;
    this.names.set(row, count);
    const name = `${row.replaceAll(/[^a-z0-9]+/g, '_')}_${count}`;
    const url = await postgres.create(name);
    await postgres.admin(EFFECTS, [], name);
    if (this.statements) await this.query(name, 'CREATE EXTENSION pg_stat_statements');
    await this.redis.command('FLUSHALL');
    return { name, url };
  }

  /** Runs one statement as superuser. */
  query(database, text, values = []) {
    return this.postgres.admin(text, values, database);
  }

  /** Writes dirty pages to disk, so that no row pays for the previous one. */
  async settle() {
    await this.postgres.admin('CHECKPOINT');
  }

  /** A process of the product, with the driver in it. */
  ours(database, environment = {}) {
    return this.helper(
      'ours',
      {
        ...PRODUCT,
        BENCH_DIST: this.dist,
        BENCH_PROFILES: this.profiles ?? '',
        DATABASE_URL: database.url,
        REDIS_URL: this.redis.url,
        ...environment,
      },
      ['--expose-gc', '--enable-source-maps'],
    );
  }

  /** A helper process from bench/drivers, with the same young generation as our production process. */
  async helper(driver, environment, flags = []) {
    const file = fileURLToPath(new URL(`../drivers/${driver}.mjs`, import.meta.url));
    const helper = await Helper.start(file, {
      environment,
      flags: [YOUNG_GENERATION, ...flags],
      log: join(this.folder, `${driver}.log`),
    });
    this.helpers.push(helper);
    return helper;
  }

  /** Stops the processes that a failed row left running. */
  async clear() {
    await Promise.all(this.helpers.splice(0).map((helper) => helper.stop()));
  }

  /** The processes whose CPU time is counted besides those of the row itself. */
  get servers() {
    return { postgres: [this.postgres.child.pid], redis: [this.redis.child.pid] };
  }

  async close() {
    await this.redis.kill();
    await Promise.all([this.postgres.stop(), this.another?.stop()]);
    this.sweep();
  }

  sweep() {
    const moved = [this.postgres, this.another].map((each) => each?.place.moved && each.place.folder);
    for (const folder of [this.folder, ...moved])
      if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}
