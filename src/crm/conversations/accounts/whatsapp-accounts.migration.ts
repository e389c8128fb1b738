import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The own WhatsApp accounts of workspaces, their secrets sealed; a stored webhook says for which number it was accepted. */
export class WhatsAppAccounts1700000017601 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE whatsapp_account (
        workspace_id uuid PRIMARY KEY REFERENCES workspace ON DELETE CASCADE,
        phone_number_id text NOT NULL CONSTRAINT whatsapp_account_number_key UNIQUE,
        display_phone_number text,
        business_account_id text,
        token text NOT NULL CHECK (token LIKE 'sealed:%'),
        app_secret text NOT NULL CHECK (app_secret LIKE 'sealed:%'),
        verify_token text NOT NULL CHECK (verify_token LIKE 'sealed:%'),
        connected_at timestamptz NOT NULL DEFAULT clock_now()
      );
      SELECT confine_to_workspace('whatsapp_account');
      ALTER TABLE inbound_webhook ADD COLUMN phone_number_id text;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE inbound_webhook DROP COLUMN phone_number_id; DROP TABLE whatsapp_account`);
  }
}
