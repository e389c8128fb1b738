import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The second wall between workspaces: through the role `crm_tenant` only the rows of the workspace in `crm.workspace` are
 * there, whatever a statement asks for. A migration that makes another table with a workspace_id confines it likewise.
 */
export class RowSecurity1700000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROLE);
    await runner.query(CONFINE);
    await runner.query(CONFINE_ALL);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ DECLARE t regclass; BEGIN
        FOR t IN SELECT polrelid FROM pg_policy WHERE polname = 'tenant' LOOP
          EXECUTE format('DROP POLICY tenant ON %s', t);
          EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', t);
        END LOOP;
      END $$;
      DROP OWNED BY crm_tenant;
      DROP FUNCTION confine_to_workspace(regclass, text), tenant_workspace();
    `);
  }
}

// Roles belong to the whole server: another database's migration may have made it, or be making it now.
const ROLE = `
  DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'crm_tenant') THEN
      BEGIN
        CREATE ROLE crm_tenant NOLOGIN;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
      EXECUTE format('GRANT crm_tenant TO %I', current_user);
    END IF;
  EXCEPTION WHEN insufficient_privilege THEN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'crm_tenant') OR NOT pg_has_role(current_user, 'crm_tenant', 'MEMBER') THEN
      RAISE 'The user % may not make roles. Let an administrator run: CREATE ROLE crm_tenant NOLOGIN; GRANT crm_tenant TO %',
        current_user, current_user;
    END IF;
  END $$`;

const CONFINE = `
  CREATE FUNCTION tenant_workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('crm.workspace', true), '')::uuid $$;

  CREATE FUNCTION confine_to_workspace(t regclass, col text DEFAULT 'workspace_id') RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %s TO crm_tenant USING (%I = tenant_workspace())', t, col);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO crm_tenant', t);
  END $$`;

// The outbox has no workspace: a tenant may put an event into it, and see nothing of it.
const CONFINE_ALL = `
  SELECT confine_to_workspace('workspace', 'id');
  SELECT confine_to_workspace(c.oid::regclass) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'workspace_id' AND NOT a.attisdropped;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO crm_tenant;
  GRANT INSERT ON outbox TO crm_tenant;`;
