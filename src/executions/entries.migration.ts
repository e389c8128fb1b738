import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets automations say who may enter, how many may start, and what ends their executions. */
export class Entries1700000016000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The last execution of an automation for a contact or order, where its settings limit who may enter.
      CREATE TABLE entry (
        automation_id uuid NOT NULL,
        subject_id uuid NOT NULL,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        execution_id uuid,
        started_at timestamptz,
        PRIMARY KEY (automation_id, subject_id)
      );
      SELECT confine_to_workspace('entry');

      -- The last starts that a throttle counts: of a workspace, an automation, or an automation for a contact.
      CREATE TABLE throttle (
        scope_id uuid NOT NULL,
        subject_id uuid NOT NULL,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        starts timestamptz[] NOT NULL DEFAULT '{}',
        PRIMARY KEY (scope_id, subject_id)
      );
      SELECT confine_to_workspace('throttle');

      -- What ends an execution: events of these types about this contact, or order if it has no contact.
      ALTER TABLE execution ADD COLUMN stops_on text[], ADD COLUMN about_id uuid;
      CREATE INDEX execution_stoppable ON execution (workspace_id, about_id)
        WHERE stops_on IS NOT NULL AND status IN ('QUEUED', 'RUNNING', 'SLEEPING');
      -- Why cancellation was requested, if not by a person.
      ALTER TABLE execution ADD COLUMN cancel_reason jsonb;

      ALTER TABLE step DROP CONSTRAINT step_status_check,
        ADD CONSTRAINT step_status_check CHECK (status IN ('RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'UNKNOWN'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM step WHERE status = 'SKIPPED';
      ALTER TABLE step DROP CONSTRAINT step_status_check,
        ADD CONSTRAINT step_status_check CHECK (status IN ('RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'UNKNOWN'));
      ALTER TABLE execution DROP COLUMN cancel_reason, DROP COLUMN stops_on, DROP COLUMN about_id;
      DROP TABLE throttle;
      DROP TABLE entry;
    `);
  }
}
