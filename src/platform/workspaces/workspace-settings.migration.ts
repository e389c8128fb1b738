import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The currency of a workspace's amounts, and how its console writes numbers and dates. */
export class WorkspaceSettings1700000017600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE workspace
        ADD COLUMN currency text CONSTRAINT workspace_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
        ADD COLUMN locale text;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE workspace DROP COLUMN currency, DROP COLUMN locale`);
  }
}
