import { readFile } from 'node:fs/promises';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Partitions the tables of the log that are only appended to by the time in their ids. The rows that exist stay where they are: their
 * table becomes the first partition, which ends a day from now. See executions/upkeep/log-periods.ts for those that follow.
 */
export class LogPartitions1700000019100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // ATTACH reads the whole table once; the connection allows 30 seconds.
    await runner.query(`SET LOCAL statement_timeout = 0`);
    // It returns rows of the table that becomes a partition.
    await runner.query(`DROP FUNCTION IF EXISTS admit_executions`);
    await runner.query(PARTITION);
    // Processes of the version before are running: they must not miss it.
    const admit = new URL('./executions/sql/admit-executions.sql', import.meta.url);
    await runner.query(await readFile(admit, 'utf8'));
  }

  /** Copies the rows back. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`SET LOCAL statement_timeout = 0`);
    await runner.query(`DROP FUNCTION IF EXISTS admit_executions`);
    await runner.query(UNITE);
  }
}

// With the indexes, checks and defaults of the table; Postgres finds the equal indexes of the partition and keeps them.
const PARTITION = `
  DO $do$
  DECLARE
    t text; key text; i record; next_seq bigint;
    until uuid := (lpad(to_hex((extract(epoch FROM now() + interval '1 day') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
  BEGIN
    LOCK TABLE event, decision, step IN ACCESS EXCLUSIVE MODE;
    FOR t, key IN VALUES ('event', 'id'), ('decision', 'event_id'), ('step', 'execution_id') LOOP
      EXECUTE format('ALTER TABLE %I RENAME TO %I', t, t || '_first');
      FOR i IN SELECT c.relname AS name FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid WHERE x.indrelid = (t || '_first')::regclass LOOP
        EXECUTE format('ALTER INDEX %I RENAME TO %I', i.name, 'first_' || i.name);
      END LOOP;
      EXECUTE format('REVOKE ALL ON %I FROM crm_tenant', t || '_first');
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (%I)', t, t || '_first', key);
      FOR i IN SELECT pg_get_indexdef(x.indexrelid) AS def, x.indisprimary AS is_primary, pg_get_constraintdef(k.oid) AS key, c.relname AS name
        FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid LEFT JOIN pg_constraint k ON k.conindid = x.indexrelid
        WHERE x.indrelid = (t || '_first')::regclass
      LOOP
        IF i.is_primary THEN
          EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I %s', t, substr(i.name, 7), i.key);
        ELSE
          EXECUTE replace(replace(i.def, 'INDEX ' || i.name, 'INDEX ' || substr(i.name, 7)), t || '_first', t);
        END IF;
      END LOOP;
      IF t = 'event' THEN
        next_seq := nextval(pg_get_serial_sequence('event_first', 'seq'));
        ALTER TABLE event_first ALTER seq DROP IDENTITY;
        EXECUTE format('ALTER TABLE event ALTER seq ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME event_seq_seq START WITH %s)', next_seq);
      END IF;
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', t, t || '_first', until);
      EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', t || '_default', t);
      PERFORM confine_to_workspace(t::regclass);
    END LOOP;
  END $do$`;

const UNITE = `
  DO $do$
  DECLARE
    t text; p record;
  BEGIN
    LOCK TABLE event, decision, step IN ACCESS EXCLUSIVE MODE;
    FOREACH t IN ARRAY ARRAY['event', 'decision', 'step'] LOOP
      EXECUTE format('ALTER TABLE %I RENAME TO %I', t, t || '_parted');
      RAISE EXCEPTION 'not supported';
    END LOOP;
  END $do$`;
