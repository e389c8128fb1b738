import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Brings what release 0.1.0 wrote down of automations into the workspace's audit, under the same ids. */
export class AuditEntries1700000014300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO audit_entry
        (id, workspace_id, action, subject_type, subject_id, subject_name, actor_type, actor_id, actor_name, at)
      SELECT id, workspace_id, 'automation.' || lower(change), 'automation', automation_id,
        coalesce(after, before) ->> 'name',
        actor_type, actor_id, actor_name, changed_at
      FROM automation_audit
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM audit_entry WHERE subject_type = 'automation'`);
  }
}
