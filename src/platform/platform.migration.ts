import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Workspaces, keys, the clock and the outbox. */
export class Platform1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The engine's one clock. Tests move it by replacing this function in their own database.
      CREATE FUNCTION clock_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT now()';

      CREATE TABLE workspace (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_now()
      );

      CREATE TABLE api_key (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        name text NOT NULL,
        role text NOT NULL CHECK (role IN ('viewer', 'editor', 'admin')),
        key_hash bytea NOT NULL UNIQUE,
        created_at timestamptz NOT NULL DEFAULT clock_now(),
        last_used_at timestamptz,
        expires_at timestamptz,
        revoked_at timestamptz
      );

      -- What happened; never changed. No foreign keys: its rows outlive what they tell of.
      CREATE TABLE event (
        id uuid PRIMARY KEY,
        seq bigint GENERATED ALWAYS AS IDENTITY,
        workspace_id uuid NOT NULL,
        type text NOT NULL,
        entity_id uuid NOT NULL,
        order_id uuid,
        contact_id uuid,
        payload jsonb NOT NULL,
        occurred_at timestamptz NOT NULL DEFAULT clock_now(),
        cascade_depth smallint NOT NULL,
        actor_type text NOT NULL,
        actor_id uuid,
        execution_id uuid,
        root_event_id uuid NOT NULL,
        -- The trace in which it happened, in W3C form; dispatch and steps continue it.
        traceparent text
      );
      CREATE INDEX event_by_type ON event (workspace_id, type, id);
      CREATE INDEX event_by_contact ON event (workspace_id, contact_id, id);
      CREATE INDEX event_by_entity ON event (workspace_id, entity_id, id) WHERE entity_id IS DISTINCT FROM contact_id;
      CREATE INDEX event_by_order ON event (workspace_id, order_id, id) WHERE order_id <> entity_id;

      -- Events that wait for the dispatcher; whoever deletes the row has dispatched it, so it happens once.
      CREATE TABLE outbox (
        event_id uuid PRIMARY KEY,
        stored_at timestamptz NOT NULL DEFAULT clock_now(),
        attempts smallint NOT NULL DEFAULT 0
      );

      -- Which event types somebody in a workspace listens to; an event of any other type is never put in the outbox.
      CREATE TABLE event_listener (
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        event_type text NOT NULL,
        revision bigint NOT NULL,
        PRIMARY KEY (workspace_id, event_type)
      );
      CREATE SEQUENCE listener_revision;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE event_listener, outbox, event, api_key, workspace;
      DROP SEQUENCE listener_revision;
      DROP FUNCTION clock_now();
    `);
  }
}
