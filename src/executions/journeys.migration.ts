import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets executions wait for events. */
export class Journeys1700000015000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What a waiting execution listens to: events of a type about a contact, or about an order if it has no contact.
      ALTER TABLE execution ADD COLUMN awaits_event text, ADD COLUMN awaits_id uuid;
      -- The event that met the wait of an execution that did not sleep any more, until its worker looks.
      ALTER TABLE execution ADD COLUMN met_event_id uuid;
      CREATE INDEX execution_awaiting ON execution (workspace_id, awaits_event, awaits_id) WHERE awaits_event IS NOT NULL;

      -- The types of events that a definition's steps wait for; events of these types are dispatched.
      ALTER TABLE definition ADD COLUMN awaited_events text[] NOT NULL DEFAULT '{}';
      ALTER TABLE event_listener ADD COLUMN awaited boolean NOT NULL DEFAULT false;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE event_listener DROP COLUMN awaited;
      ALTER TABLE definition DROP COLUMN awaited_events;
      ALTER TABLE execution DROP COLUMN awaits_event, DROP COLUMN awaits_id, DROP COLUMN met_event_id;
    `);
  }
}
