import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is configured; each version's definition is kept beside the executions that run it. */
export class Automations1700000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE automation (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        name text NOT NULL,
        description text,
        enabled boolean NOT NULL,
        version integer NOT NULL,
        definition_id uuid NOT NULL REFERENCES definition,
        trigger_type text NOT NULL,
        event_type text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_now(),
        updated_at timestamptz NOT NULL DEFAULT clock_now(),
        UNIQUE (workspace_id, id)
      );
      CREATE INDEX automation_listening ON automation (workspace_id, event_type) WHERE enabled;

      -- From which revision on, and up to which, an automation listened by which definition; goes with the definition.
      CREATE TABLE listener_history (
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        event_type text NOT NULL,
        automation_id uuid NOT NULL,
        definition_id uuid NOT NULL REFERENCES definition ON DELETE CASCADE,
        since bigint NOT NULL,
        until bigint,
        PRIMARY KEY (definition_id, since)
      );
      CREATE INDEX listener_history_by_event ON listener_history (workspace_id, event_type, since);

      -- Who changed which automation, from what to what; outlives it.
      CREATE TABLE automation_audit (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        automation_id uuid NOT NULL,
        change text NOT NULL CHECK (change IN ('CREATED', 'UPDATED', 'ENABLED', 'DISABLED', 'DELETED')),
        actor_type text NOT NULL,
        actor_id uuid,
        actor_name text,
        before jsonb,
        after jsonb,
        changed_at timestamptz NOT NULL DEFAULT clock_now()
      );
      CREATE INDEX automation_audit_by_automation ON automation_audit (workspace_id, automation_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE automation_audit, listener_history, automation`);
  }
}
