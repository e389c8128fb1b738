import type { MigrationInterface, QueryRunner } from 'typeorm';

// Case is folded by Unicode's rules, whatever the locale of the database.
const COLLATIONS = `'pg_c_utf8', 'und-x-icu'`;

/**
 * Indexes for finding contacts, orders and tasks. `find_text` folds case and accents, with a space before the first word;
 * `find_pattern` matches a folded word anywhere, or, if it is shorter than a trigram, at the beginning of a word.
 */
export class Finding1700000016400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Large tables take minutes; the connection allows 30 seconds.
    await runner.query(`SET LOCAL statement_timeout = 0`);
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS pg_trgm;

      DO $do$ BEGIN
        EXECUTE format($f$
          CREATE FUNCTION find_text(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
          AS $$ SELECT ' ' || lower(regexp_replace(normalize(written, NFKD), '[\\u0300-\\u036f]', '', 'g') COLLATE %I) $$ $f$,
          (SELECT collname FROM pg_collation WHERE collname IN (${COLLATIONS}, 'default') AND collencoding IN (-1, pg_char_to_encoding('UTF8'))
           ORDER BY array_position(ARRAY[${COLLATIONS}, 'default'], collname::text) LIMIT 1));
      END $do$;

      CREATE FUNCTION find_pattern(word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN length(folded) < 3 THEN '% ' ELSE '%' END || regexp_replace(folded, '([\\\\%_])', '\\\\\\1', 'g') || '%'
        FROM ltrim(find_text(word)) AS folded $$;

      CREATE INDEX contact_find_text ON contact
        USING gin (find_text(name || ' ' || coalesce(phone, '') || ' ' || coalesce(email, '')) gin_trgm_ops) WITH (gin_pending_list_limit = 256);
      CREATE INDEX contact_find_custom ON contact USING gin (custom_fields jsonb_path_ops) WITH (gin_pending_list_limit = 256);
      CREATE INDEX contact_find_name ON contact (workspace_id, (left(find_text(name), 100) COLLATE "C"), id);
      CREATE INDEX contact_find_created ON contact (workspace_id, created_at, id);
      CREATE INDEX contact_find_opted_out ON contact (workspace_id, id) WHERE opted_out_at IS NOT NULL;

      CREATE INDEX order_find_text ON "order" USING gin (find_text(name) gin_trgm_ops) WITH (gin_pending_list_limit = 256);
      CREATE INDEX order_find_custom ON "order" USING gin (custom_fields jsonb_path_ops) WITH (gin_pending_list_limit = 256);
      CREATE INDEX order_find_name ON "order" (workspace_id, (left(find_text(name), 100) COLLATE "C"), id);
      CREATE INDEX order_find_created ON "order" (workspace_id, created_at, id);
      CREATE INDEX order_find_value ON "order" (workspace_id, value, id);

      CREATE INDEX task_find_text ON task USING gin (find_text(title) gin_trgm_ops) WITH (gin_pending_list_limit = 256);
      CREATE INDEX task_find_created ON task (workspace_id, created_at, id);
      CREATE INDEX task_find_due ON task (workspace_id, (coalesce(due_at, 'infinity')), id);
      CREATE INDEX task_find_due_open ON task (workspace_id, (coalesce(due_at, 'infinity')), id) WHERE status = 'OPEN';
      CREATE INDEX task_find_open ON task (workspace_id, id) WHERE status = 'OPEN';
      CREATE INDEX task_find_assignee ON task (workspace_id, assignee_id, id) WHERE assignee_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX contact_find_text, contact_find_custom, contact_find_name, contact_find_created, contact_find_opted_out,
        order_find_text, order_find_custom, order_find_name, order_find_created, order_find_value,
        task_find_text, task_find_created, task_find_due, task_find_due_open, task_find_open, task_find_assignee;
      DROP FUNCTION find_pattern, find_text;
    `);
  }
}
