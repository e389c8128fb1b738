import type { TestDatabase } from './test-database.js';

const TABLES = `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`;

/** A fingerprint of every row of every table, to show that nothing changed; the use of a key does not count as a change. */
export async function stateOf(database: TestDatabase): Promise<string> {
  const tables = await database.query<{ name: string }>(TABLES);
  // Subqueries of one row, because Postgres starts parallel workers for a UNION ALL of that many, which takes ten times as long.
  const hashes = tables.map(
    ({ name }) =>
      `(SELECT coalesce(md5(string_agg(v::text, '|' ORDER BY v::text)), 'empty') FROM (SELECT to_jsonb(t) - 'last_used_at' AS v FROM ${name} t) r) AS ${name}`,
  );
  const [row] = await database.query<Record<string, string>>(`SELECT ${hashes.join()}`);
  return Object.entries(row!)
    .map(([table, hash]) => `${table} ${hash}`)
    .join('\n');
}

/** Everything in every table, as text, to show what is kept nowhere. */
export async function wholeDatabase(database: TestDatabase): Promise<string> {
  const tables = await database.query<{ name: string }>(TABLES);
  const texts = await Promise.all(
    tables.map(({ name }) => database.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)),
  );
  return texts
    .flat()
    .map(({ row }) => row)
    .join('\n');
}
