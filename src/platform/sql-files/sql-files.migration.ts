import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Remembers which text of each SQL file was run; see sql-files.ts. */
export class SqlFiles1700000012500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE sql_file (name text PRIMARY KEY, hash text NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sql_file`);
  }
}
