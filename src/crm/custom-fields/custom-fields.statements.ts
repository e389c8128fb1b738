import { ADVISORY_LOCKS } from '../../platform/database/advisory-locks.js';
import { CUSTOM_FIELD_COLUMNS } from './custom-field.entity.js';

/** The definitions of a workspace, of contacts or of orders if $2 says so, in the order of their creation. */
export const DEFINITIONS = `
  SELECT ${CUSTOM_FIELD_COLUMNS} FROM custom_field f
  WHERE f.workspace_id = $1 AND ($2::text IS NULL OR f.entity_type = $2) ORDER BY f.id`;

/** The definitions of the keys $3. */
export const DEFINITIONS_OF = `
  SELECT f.key, f.type, f.options FROM custom_field f
  WHERE f.workspace_id = $1 AND f.entity_type = $2 AND f.key = ANY ($3::text[])`;

/** Definitions of one workspace are added one at a time, until the end of the transaction. */
export const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended($1::text, ${ADVISORY_LOCKS.customFields}))`;

export const COUNT = `SELECT count(*)::int AS count FROM custom_field WHERE workspace_id = $1`;

/** Returns no row if the key is taken. */
export const INSERT_DEFINITION = `
  INSERT INTO custom_field AS f (id, workspace_id, entity_type, key, title, type, options) VALUES ($2, $1, $3, $4, $5, $6, $7)
  ON CONFLICT ON CONSTRAINT custom_field_key DO NOTHING
  RETURNING ${CUSTOM_FIELD_COLUMNS}`;

/** Definition $2, which nobody can change until the end of the transaction. */
export const HOLD_DEFINITION = `
  SELECT ${CUSTOM_FIELD_COLUMNS} FROM custom_field f WHERE f.workspace_id = $1 AND f.id = $2 FOR UPDATE`;

export const UPDATE_DEFINITION = `
  UPDATE custom_field f SET title = $3, type = $4, options = $5, updated_at = clock_now()
  WHERE f.workspace_id = $1 AND f.id = $2 RETURNING ${CUSTOM_FIELD_COLUMNS}`;

export const DELETE_DEFINITION = `DELETE FROM custom_field WHERE workspace_id = $1 AND id = $2`;
