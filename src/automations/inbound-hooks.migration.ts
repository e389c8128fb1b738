import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The secret addresses of automations, and the keys of the requests to them. */
export class InboundHooks1700000017100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE automation_hook (
        automation_id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        token_hash bytea NOT NULL UNIQUE,
        token text NOT NULL CHECK (token LIKE 'sealed:%'),
        created_at timestamptz NOT NULL DEFAULT clock_now(),
        FOREIGN KEY (workspace_id, automation_id) REFERENCES automation (workspace_id, id) ON DELETE CASCADE
      );
      SELECT confine_to_workspace('automation_hook');

      CREATE TABLE hook_delivery (
        automation_id uuid NOT NULL,
        key text NOT NULL,
        workspace_id uuid NOT NULL,
        received_at timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (automation_id, key),
        FOREIGN KEY (workspace_id, automation_id) REFERENCES automation (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX hook_delivery_by_age ON hook_delivery (received_at);
      SELECT confine_to_workspace('hook_delivery');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE hook_delivery, automation_hook`);
  }
}
