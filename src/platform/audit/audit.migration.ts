import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The book of what people and keys changed in the settings of a workspace. It has no foreign key to what it tells of, and
 * outlives that.
 */
export class Audit1700000014200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_entry (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        action text NOT NULL,
        subject_type text NOT NULL,
        subject_id uuid,
        subject_name text,
        actor_type text NOT NULL,
        actor_id uuid,
        actor_name text,
        at timestamptz NOT NULL DEFAULT clock_now()
      );
      CREATE INDEX audit_entry_by_workspace ON audit_entry (workspace_id, id);
      SELECT confine_to_workspace('audit_entry');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit_entry`);
  }
}
