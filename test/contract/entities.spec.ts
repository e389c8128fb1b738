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
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'`,
  );

  expect(dataSource.entityMetadatas.map(({ tableName }) => tableName).sort()).toEqual(
    tables.map(({ name }) => name).sort(),
  );
});

it('finds no difference between the entities and the migrated schema', async () => {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();

  expect(upQueries).toEqual([]);
});

// TypeORM compares checks, index conditions and foreign key targets by name only, so ask Postgres for their content.
const CONSTRAINTS = `
  SELECT conrelid::regclass || ' ' || CASE contype WHEN 'p' THEN '' ELSE conname || ' ' END || pg_get_constraintdef(oid) AS is
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('u', 'c', 'f')`;
const INDEXES = `SELECT indexdef AS is FROM pg_indexes WHERE schemaname = 'public'`;

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
