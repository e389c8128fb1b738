import type { TestDatabase } from './test-database.js';

const TABLES = `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`;

/** A fingerprint of every row of every table, to show that nothing changed; the use of a key does not count as a change. */
export async function stateOf(database: TestDatabase): Promise<string> {
  const tables = await database.query<{ name: string }>(TABLES);
  const parts = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS t, coalesce(md5(string_agg(v::text, '|' ORDER BY v::text)), 'empty') AS h FROM (SELECT to_jsonb(t) - 'last_used_at' AS v FROM ${name} t) r`,
  );
  const rows = await database.query<{ t: string; h: string }>(parts.join(' UNION ALL '));
  return rows
    .map(({ t, h }) => `${t} ${h}`)
    .sort()
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
