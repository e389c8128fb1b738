import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the console's lists and counts are found by; each index holds few rows, so that the engine's writes stay as cheap. */
export class LogIndexes1700000013000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX execution_failed ON execution (workspace_id, completed_at) WHERE status = 'FAILED';
      CREATE INDEX execution_due ON execution (workspace_id, wake_at) WHERE status = 'SLEEPING';
      CREATE INDEX event_by_execution ON event (workspace_id, execution_id, id) WHERE execution_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX event_by_execution, execution_due, execution_failed`);
  }
}
