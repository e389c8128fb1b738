import { readFile } from 'node:fs/promises';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Partitions the tables of the log that are only appended to, by the time in their ids. The rows that exist stay where they are: their
 * table becomes the first partition, which ends a day from now. executions/sql/log-periods.sql adds and drops the others.
 */
export class LogPartitions1700000019100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.replaceTables(runner, PARTITION);
  }

  /** Copies the rows, which may take long. */
  async down(runner: QueryRunner): Promise<void> {
    await this.replaceTables(runner, UNITE);
  }

  private async replaceTables(runner: QueryRunner, statements: string): Promise<void> {
    // ATTACH reads a table once; the connection allows 30 seconds.
    await runner.query(`SET LOCAL statement_timeout = 0`);
    // Their results have the type of the old table.
    await runner.query(`DROP FUNCTION IF EXISTS admit_executions, admit_queued`);
    await runner.query(REPLACE_TABLE);
    await runner.query(statements);
    // Processes of the version before need them as soon as this commits.
    const admit = new URL('./executions/sql/admit-queued.sql', import.meta.url);
    await runner.query(await readFile(admit, 'utf8'));
  }
}

// Renames a table and its indexes, and makes a table like it with the same indexes; those of partitions that are equal are kept.
const REPLACE_TABLE = `
  CREATE OR REPLACE FUNCTION pg_temp.replace_table(t text, old text, partition_by text) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    i record; next_seq bigint;
  BEGIN
    EXECUTE format('ALTER TABLE %I RENAME TO %I', t, old);
    EXECUTE format('REVOKE ALL ON %I FROM crm_tenant', old);
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS) %s', t, old, partition_by);
    FOR i IN
      SELECT c.relname AS name, pg_get_indexdef(c.oid) AS def, pg_get_constraintdef(k.oid) AS key
      FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid LEFT JOIN pg_constraint k ON k.conindid = x.indexrelid
      WHERE x.indrelid = old::regclass
    LOOP
      EXECUTE format('ALTER INDEX %I RENAME TO %I', i.name, old || '_' || i.name);
      IF i.key IS NULL THEN
        EXECUTE regexp_replace(i.def, ' ON (ONLY )?public.' || old, ' ON ' || t);
      ELSE
        EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I %s', t, i.name, i.key);
      END IF;
    END LOOP;
    IF t = 'event' THEN
      next_seq := nextval(pg_get_serial_sequence(old, 'seq'));
      EXECUTE format('ALTER TABLE %I ALTER seq DROP IDENTITY', old);
      EXECUTE format('ALTER TABLE event ALTER seq ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME event_seq_seq START WITH %s)', next_seq);
    END IF;
    PERFORM confine_to_workspace(t::regclass);
  END $$`;

const PARTITION = `
  DO $$ DECLARE
    t text; key text;
    until uuid := (lpad(to_hex((extract(epoch FROM now() + interval '1 day') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
  BEGIN
    LOCK TABLE event, decision, step IN ACCESS EXCLUSIVE MODE;
    FOR t, key IN VALUES ('event', 'id'), ('decision', 'event_id'), ('step', 'execution_id') LOOP
      PERFORM pg_temp.replace_table(t, t || '_first', format('PARTITION BY RANGE (%I)', key));
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', t, t || '_first', until);
      EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', t || '_default', t);
    END LOOP;
  END $$`;

const UNITE = `
  DO $$ DECLARE
    t text;
  BEGIN
    LOCK TABLE event, decision, step IN ACCESS EXCLUSIVE MODE;
    FOREACH t IN ARRAY ARRAY['event', 'decision', 'step'] LOOP
      PERFORM pg_temp.replace_table(t, t || '_parts', '');
      EXECUTE format('INSERT INTO %I %s SELECT * FROM %I', t, CASE t WHEN 'event' THEN 'OVERRIDING SYSTEM VALUE' END, t || '_parts');
      EXECUTE format('DROP TABLE %I', t || '_parts');
    END LOOP;
  END $$`;
