import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the messages of persons that dead processes left unsent, or sent without storing it. */
export class PersonMessages1700000016300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX message_of_person_pending ON message (updated_at) WHERE status = 'PENDING' AND execution_id IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX message_of_person_pending');
  }
}
