import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The limits that the operator gives a workspace of its own. */
export class WorkspaceLimits1700000018100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE workspace
        ADD COLUMN concurrent_executions integer,
        ADD COLUMN max_automations integer,
        ADD COLUMN requests_per_minute integer,
        ADD CONSTRAINT workspace_limits_check
          CHECK (concurrent_executions >= 1 AND max_automations >= 1 AND requests_per_minute >= 1);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE workspace DROP COLUMN concurrent_executions, DROP COLUMN max_automations, DROP COLUMN requests_per_minute`);
  }
}
