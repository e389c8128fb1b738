import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An event keeps the name of its actor: no table of ours knows the people whom a token speaks for. */
export class EventActor1700000014000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE event ADD COLUMN actor_name text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE event DROP COLUMN actor_name`);
  }
}
