import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../../scripts/ensure.mjs';

/** One temporary Postgres for the whole run, with a migrated database that every test file clones. */
export default async function globalSetup() {
  await ensureBuilt();
  const { startEmbeddedPostgres } = await import('../../dist/platform/embedded-postgres/embedded-postgres.js');
  const { migrate } = await import('../../dist/migrations.js');
  const folder = await mkdtemp(join(tmpdir(), 'crm-test-'));
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };
  const postgres = await startEmbeddedPostgres({ dataDir: folder, settings, say: () => undefined });
  globalThis.stopTestPostgres = async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const template = new URL(postgres.url);
  template.pathname = '/crm_template';
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query('CREATE DATABASE crm_template');
  await client.end();
  await migrate(template.href);
  process.env.TEST_POSTGRES_URL = postgres.url;
  process.env.TEST_REDIS_URL = await findRedis();
}

/** REDIS_URL, or the standard port if a Redis answers there; empty if there is none. */
async function findRedis() {
  const url = process.env.REDIS_URL ?? 'redis://127.0.0.1:6379';
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 1_000 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return url;
  } catch {
    if (process.env.CI)
      throw new Error(`No Redis answers at ${url}: CI must run what needs it. Start one or set REDIS_URL.`);
    console.log('\nSkipped: what needs Redis. None answers; set REDIS_URL or start one on 6379 to run it.');
    return '';
  } finally {
    redis.disconnect();
  }
}
