import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Drafts, the shadow mode and folders of automations; who published a version; the end of executions of older versions. */
export class Drafts1700000015500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- During a rolling upgrade, 0.1.0 goes on reading and writing "enabled" alone. So "enabled" still means LIVE, whatever
      -- "shadow" says; "shadow" counts only while it is false.
      ALTER TABLE automation
        ADD COLUMN shadow boolean NOT NULL DEFAULT false,
        ADD COLUMN folder text,
        -- The revision of its last draft: a later draft never has the revision of an earlier one.
        ADD COLUMN draft_revision integer NOT NULL DEFAULT 0;

      -- 0.1.0 deletes automations and knows of no drafts.
      CREATE TABLE automation_draft (
        automation_id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        revision integer NOT NULL,
        base_version integer NOT NULL,
        name text NOT NULL,
        description text,
        body jsonb NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT clock_now(),
        updated_by text,
        FOREIGN KEY (workspace_id, automation_id) REFERENCES automation (workspace_id, id) ON DELETE CASCADE
      );
      SELECT confine_to_workspace('automation_draft');

      ALTER TABLE definition ADD COLUMN published_by text;

      -- Until all of them have ended: unfinished executions of versions below this one are to be cancelled.
      ALTER TABLE automation_gate ADD COLUMN cancel_below integer, ADD COLUMN cancel_below_since timestamptz;
      CREATE INDEX automation_gate_superseding ON automation_gate (automation_id) WHERE cancel_below IS NOT NULL;

      ALTER TABLE automation_audit DROP CONSTRAINT automation_audit_change_check, ADD CONSTRAINT automation_audit_change_check CHECK
        (change IN ('CREATED', 'UPDATED', 'ENABLED', 'SHADOWED', 'DISABLED', 'MOVED', 'PUBLISHED', 'RESTORED', 'DISCARDED', 'DELETED'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE automation_audit DROP CONSTRAINT automation_audit_change_check;
      DELETE FROM automation_audit WHERE change IN ('SHADOWED', 'MOVED', 'PUBLISHED', 'RESTORED', 'DISCARDED');
      ALTER TABLE automation_audit ADD CONSTRAINT automation_audit_change_check
        CHECK (change IN ('CREATED', 'UPDATED', 'ENABLED', 'DISABLED', 'DELETED'));
      DROP INDEX automation_gate_superseding;
      ALTER TABLE automation_gate DROP COLUMN cancel_below, DROP COLUMN cancel_below_since;
      ALTER TABLE definition DROP COLUMN published_by;
      DROP TABLE automation_draft;
      ALTER TABLE automation DROP COLUMN shadow, DROP COLUMN folder, DROP COLUMN draft_revision;
    `);
  }
}
