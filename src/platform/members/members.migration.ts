import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The names of people whose tokens were accepted, so that assignees can be shown and chosen by name. */
export class Members1700000017602 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE member (
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        id uuid NOT NULL,
        subject text,
        name text NOT NULL,
        last_seen_at timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id)
      );
      CREATE INDEX member_by_subject ON member (workspace_id, subject);
      SELECT confine_to_workspace('member');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE member`);
  }
}
