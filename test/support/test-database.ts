import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A test's own database, cloned from the migrated template. */
export interface TestDatabase {
  url: string;
  /** Runs one statement on a separate connection, bypassing the product's code. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Moves the engine's clock; it keeps running from there. */
  advanceClock(interval: string): Promise<void>;
  drop(): Promise<void>;
}

/** Clones the template. */
export const createTestDatabase = (): Promise<TestDatabase> => create('TEMPLATE crm_template');

/** A database without tables, for the dump of another release. */
export const createEmptyDatabase = (): Promise<TestDatabase> => create('TEMPLATE template0');

async function create(from: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(`CREATE DATABASE ${name} ${from}`);
  const url = new URL(process.env.TEST_POSTGRES_URL!);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 2, allowExitOnIdle: true });
  pool.on('error', () => undefined);
  const query = async <Row>(text: string, values: readonly unknown[] = []) =>
    (await pool.query(text, [...values])).rows as Row[];
  return {
    url: url.href,
    query,
    advanceClock: async (interval) => {
      const [row] = await query<{ offset: string }>(
        `SELECT extract(epoch FROM clock_now() - now() + $1::interval)::text AS offset`,
        [interval],
      );
      await query(
        `CREATE OR REPLACE FUNCTION clock_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT now() + interval ''${Number(row!.offset)} seconds'''`,
      );
    },
    drop: async () => {
      await pool.end();
      await asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
