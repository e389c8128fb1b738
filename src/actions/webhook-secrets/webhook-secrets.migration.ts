import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The secrets under which each workspace's webhooks are signed, sealed. */
export class WebhookSecrets1700000009500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhook_secret (
        workspace_id uuid PRIMARY KEY REFERENCES workspace ON DELETE CASCADE,
        secret text NOT NULL CHECK (secret LIKE 'sealed:%'),
        previous text CHECK (previous LIKE 'sealed:%'),
        previous_until timestamptz,
        created_at timestamptz NOT NULL DEFAULT clock_now()
      );
      SELECT confine_to_workspace('webhook_secret');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE webhook_secret`);
  }
}
