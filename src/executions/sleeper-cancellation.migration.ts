import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets an automation that is disabled end its sleeping executions at once, however many there are. */
export class SleeperCancellation1700000012000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Until all of them have ended: sleeping executions that were queued up to this instant are to be cancelled.
      ALTER TABLE automation_gate ADD COLUMN cancel_before timestamptz;
      CREATE INDEX automation_gate_cancelling ON automation_gate (automation_id) WHERE cancel_before IS NOT NULL;
      CREATE INDEX execution_sleeping_by_automation ON execution (automation_id) WHERE status = 'SLEEPING';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX execution_sleeping_by_automation;
      ALTER TABLE automation_gate DROP COLUMN cancel_before;
    `);
  }
}
