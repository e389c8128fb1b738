import { DataSource } from 'typeorm';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
let dataSource: DataSource;

beforeAll(async () => {
  server = await startTestServer();
  dataSource = server.app.get(DataSource, { strict: false });
});

afterAll(() => server.close());

it("has an entity for every table except TypeORM's migrations table", async () => {
  const tables = await server.database.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'migrations'`,
  );

  expect(dataSource.entityMetadatas.map(({ tableName }) => tableName).sort()).toEqual(
    tables.map(({ name }) => name).sort(),
  );
});

it('finds no difference between the entities and the migrated schema', async () => {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();

  expect(upQueries).toEqual([]);
});

const WHOLE = (table: string) => `NOT (SELECT relispartition FROM pg_class WHERE oid = ${table})`;

// TypeORM compares checks, index conditions and foreign key targets by name only, so ask Postgres for their content.
const CONSTRAINTS = `
  SELECT conrelid::regclass || ' ' || CASE contype WHEN 'p' THEN '' ELSE conname || ' ' END || pg_get_constraintdef(oid) AS is
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('u', 'c', 'f') AND ${WHOLE('conrelid')}`;
// TypeORM does not know of partitions; those of a table have its indexes.
const INDEXES = `
  SELECT replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') AS is
  FROM pg_index JOIN pg_class c ON c.oid = indrelid WHERE c.relnamespace = 'public'::regnamespace AND ${WHOLE('indrelid')}`;

async function rulesOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ is: string }>(`${CONSTRAINTS} UNION ALL ${INDEXES}`);
  return (
    rows
      .map(({ is }) => is)
      // TypeORM can describe neither expressions nor GIN: the search indexes are only in their migration.
      .filter((is) => !/migrations|_pkey|"PK_|INDEX \w+_find_/.test(is))
      .sort()
  );
}

it('creates the same constraints and indexes from the entities as from the migrations', async () => {
  const made = await createEmptyDatabase();
  await made.query(`CREATE FUNCTION clock_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()'`);
  const { entities, namingStrategy } = dataSource.options;
  const empty = await new DataSource({
    type: 'postgres',
    url: made.url,
    entities: entities!,
    namingStrategy,
  }).initialize();
  try {
    await empty.synchronize();

    expect(await rulesOf(made)).toEqual(await rulesOf(server.database));
  } finally {
    await empty.destroy();
    await made.drop();
  }
});
