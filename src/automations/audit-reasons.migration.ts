import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stores why an automation was disabled along with something that it used. */
export class AuditReasons1700000017410 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE automation_audit ADD COLUMN reason text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE automation_audit DROP COLUMN reason`);
  }
}
