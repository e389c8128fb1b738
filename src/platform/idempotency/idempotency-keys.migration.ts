import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was answered to mutations that came with an Idempotency-Key, for a day. */
export class IdempotencyKeys1700000011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_key (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        -- The API key or person who asked; the same key of another is another key.
        actor_id uuid NOT NULL,
        key text NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
        request_hash bytea NOT NULL,
        -- What the change returned, kept by its own commit.
        returned text CHECK (returned LIKE 'sealed:%'),
        -- The whole answer; null when the process died before it was kept.
        answer text CHECK (answer LIKE 'sealed:%'),
        created_at timestamptz NOT NULL DEFAULT clock_now(),
        UNIQUE (workspace_id, actor_id, key)
      );
      CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);
      SELECT confine_to_workspace('idempotency_key');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE idempotency_key`);
  }
}
