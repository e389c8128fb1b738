import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stores when a contact may be written to: its time zone, and whether it opted out; and the time zone of the workspace. */
export class ContactWishes1700000015600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE contact ADD COLUMN time_zone text, ADD COLUMN opted_out_at timestamptz;
      ALTER TABLE workspace ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE workspace DROP COLUMN time_zone;
      ALTER TABLE contact DROP COLUMN time_zone, DROP COLUMN opted_out_at;
    `);
  }
}
