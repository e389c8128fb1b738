import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The definitions of custom fields. */
export class CustomFields1700000017400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE custom_field (
        id uuid NOT NULL,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        entity_type text NOT NULL CHECK (entity_type IN ('contact', 'order')),
        key text NOT NULL,
        title text NOT NULL,
        type text NOT NULL CHECK (type IN ('TEXT', 'NUMBER', 'BOOLEAN', 'DATE', 'SELECT')),
        options text[] NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT clock_now(),
        updated_at timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id),
        CONSTRAINT custom_field_key UNIQUE (workspace_id, entity_type, key)
      );
      SELECT confine_to_workspace('custom_field');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE custom_field`);
  }
}
