import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets a workspace keep its log for a shorter time than the server. */
export class WorkspaceRetention1700000019000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE workspace
        ADD COLUMN retention_days smallint CONSTRAINT workspace_retention_days_check CHECK (retention_days >= 1),
        -- When its log is looked through next; only where it has a retention of its own.
        ADD COLUMN retention_due_at timestamptz;
      CREATE INDEX workspace_retention_due ON workspace (retention_due_at) WHERE retention_days IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE workspace DROP COLUMN retention_days, DROP COLUMN retention_due_at`);
  }
}
