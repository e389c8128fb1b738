import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The schedules of automations, and the slots that have come. */
export class Schedules1700000017200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE automation_schedule (
        automation_id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        cron text NOT NULL,
        zone text NOT NULL,
        missed text NOT NULL CHECK (missed IN ('run_once', 'skip')),
        next_at timestamptz NOT NULL,
        FOREIGN KEY (workspace_id, automation_id) REFERENCES automation (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX automation_schedule_due ON automation_schedule (next_at);
      SELECT confine_to_workspace('automation_schedule');

      CREATE TABLE schedule_slot (
        automation_id uuid NOT NULL,
        slot timestamptz NOT NULL,
        workspace_id uuid NOT NULL,
        since timestamptz NOT NULL,
        begun_at timestamptz NOT NULL DEFAULT clock_now(),
        cursor_id uuid,
        retry_at timestamptz NOT NULL DEFAULT clock_now(),
        attempts smallint NOT NULL DEFAULT 0,
        error text,
        done_at timestamptz,
        PRIMARY KEY (automation_id, slot),
        FOREIGN KEY (workspace_id, automation_id) REFERENCES automation (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX schedule_slot_open ON schedule_slot (retry_at) WHERE done_at IS NULL;
      CREATE INDEX schedule_slot_unfinished ON schedule_slot (automation_id) WHERE done_at IS NULL;
      CREATE INDEX schedule_slot_done ON schedule_slot (done_at) WHERE done_at IS NOT NULL;
      SELECT confine_to_workspace('schedule_slot');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE schedule_slot, automation_schedule`);
  }
}
