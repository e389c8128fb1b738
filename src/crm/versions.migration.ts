import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contacts, orders and tasks count their changes, so that two editors of one notice each other. */
export class Versions1700000014100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE contact ADD COLUMN version integer NOT NULL DEFAULT 1;
      ALTER TABLE "order" ADD COLUMN version integer NOT NULL DEFAULT 1;
      ALTER TABLE task ADD COLUMN version integer NOT NULL DEFAULT 1;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE contact DROP COLUMN version;
      ALTER TABLE "order" DROP COLUMN version;
      ALTER TABLE task DROP COLUMN version;
    `);
  }
}
