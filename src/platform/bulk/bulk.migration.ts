import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bulk operations, what they work on, and their results; and events that start nothing. */
export class Bulk1700000018000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The index of a large table takes minutes; the connection allows 30 seconds.
    await runner.query(`SET LOCAL statement_timeout = 0`);
    await runner.query(`
      ALTER TABLE event ADD COLUMN starts_nothing boolean NOT NULL DEFAULT false;
      CREATE INDEX contact_find_email ON contact (workspace_id, lower(email), id) WHERE email IS NOT NULL;

      CREATE TABLE bulk_source (
        id uuid NOT NULL,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        name text,
        columns jsonb NOT NULL DEFAULT '[]',
        parts integer NOT NULL DEFAULT 0,
        completed_at timestamptz,
        taken_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id)
      );
      CREATE INDEX bulk_source_untaken ON bulk_source (created_at) WHERE taken_at IS NULL;
      SELECT confine_to_workspace('bulk_source');

      CREATE TABLE bulk_batch (
        workspace_id uuid NOT NULL,
        source_id uuid NOT NULL,
        first integer NOT NULL,
        parts jsonb NOT NULL,
        PRIMARY KEY (workspace_id, source_id, first),
        FOREIGN KEY (workspace_id, source_id) REFERENCES bulk_source (workspace_id, id) ON DELETE CASCADE
      );
      SELECT confine_to_workspace('bulk_batch');

      CREATE TABLE bulk_operation (
        id uuid NOT NULL,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        kind text NOT NULL,
        status text NOT NULL DEFAULT 'QUEUED' CHECK (status IN ('QUEUED', 'RUNNING', 'DONE', 'ABORTED')),
        is_dry_run boolean NOT NULL,
        described_as text NOT NULL,
        input jsonb NOT NULL,
        source_id uuid,
        starts_nothing boolean NOT NULL,
        total integer NOT NULL,
        done integer NOT NULL DEFAULT 0,
        succeeded integer NOT NULL DEFAULT 0,
        skipped integer NOT NULL DEFAULT 0,
        failed integer NOT NULL DEFAULT 0,
        one_by_one_until integer NOT NULL DEFAULT 0,
        actor_type text NOT NULL,
        actor_id uuid,
        actor_name text,
        turn_at timestamptz NOT NULL DEFAULT clock_now(),
        created_at timestamptz NOT NULL DEFAULT clock_now(),
        started_at timestamptz,
        ended_at timestamptz,
        PRIMARY KEY (workspace_id, id)
      );
      CREATE INDEX bulk_operation_open ON bulk_operation (turn_at) WHERE ended_at IS NULL;
      CREATE INDEX bulk_operation_ended ON bulk_operation (ended_at) WHERE ended_at IS NOT NULL;
      SELECT confine_to_workspace('bulk_operation');

      CREATE TABLE bulk_result (
        id uuid NOT NULL,
        workspace_id uuid NOT NULL,
        operation_id uuid NOT NULL,
        position integer NOT NULL,
        outcome text NOT NULL,
        entity_id uuid,
        message text,
        PRIMARY KEY (workspace_id, operation_id, id)
      );
      SELECT confine_to_workspace('bulk_result');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE bulk_result, bulk_operation, bulk_batch, bulk_source;
      DROP INDEX contact_find_email;
      ALTER TABLE event DROP COLUMN starts_nothing;
    `);
  }
}
