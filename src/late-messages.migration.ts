import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When a message was sent beside when it was received, from how deep in a cascade it was sent, and what providers tell of it
 * after its execution went on.
 */
export class LateMessages1700000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      SET LOCAL statement_timeout = '30min';
      -- The default serves processes of the version before, until they are replaced.
      ALTER TABLE message
        ADD sent_at timestamptz NOT NULL DEFAULT clock_now(),
        ADD received_at timestamptz,
        -- Those of the origin that sent it: what the provider tells of it later belongs to the same cascade.
        ADD cascade_depth smallint NOT NULL DEFAULT 0,
        ADD root_event_id uuid,
        -- Whether it failed after its execution had recorded it as sent, and the execution does not show it yet.
        ADD failure_untold boolean NOT NULL DEFAULT false;
      UPDATE message m SET sent_at = m.created_at, received_at = CASE m.direction WHEN 'INBOUND' THEN m.created_at END,
        cascade_depth = coalesce((SELECT e.cascade_depth + 1 FROM execution e WHERE e.id = m.execution_id), 0),
        root_event_id = (SELECT v.root_event_id FROM execution e JOIN event v ON v.id = e.event_id WHERE e.id = m.execution_id);

      CREATE INDEX message_by_sending ON message (workspace_id, contact_id, sent_at, id);
      CREATE INDEX message_failure_untold ON message (updated_at) WHERE failure_untold;

      -- A list of {code, message, stepKey, at}.
      ALTER TABLE execution ADD warnings jsonb NOT NULL DEFAULT '[]';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE execution DROP warnings;
      DROP INDEX message_failure_untold, message_by_sending;
      ALTER TABLE message DROP sent_at, DROP received_at, DROP cascade_depth, DROP root_event_id, DROP failure_untold;
    `);
  }
}
