import { PIPELINE_COLUMNS } from './pipeline.entity.js';
import { STAGE_COLUMNS } from './stage.entity.js';

/** Pipeline $2; changes of one pipeline happen one after another. */
export const HOLD_PIPELINE = `SELECT ${PIPELINE_COLUMNS} FROM pipeline p WHERE p.workspace_id = $1 AND p.id = $2 FOR UPDATE`;

/** The stages of pipeline $2 in order. */
export const STAGES = `SELECT ${STAGE_COLUMNS} FROM stage s WHERE s.workspace_id = $1 AND s.pipeline_id = $2 ORDER BY s.position`;

export const RENAME_PIPELINE = `UPDATE pipeline SET name = $3 WHERE workspace_id = $1 AND id = $2`;

/** Fails on a foreign key if an order is at one of the stages $3. */
export const DELETE_STAGES = `DELETE FROM stage WHERE workspace_id = $1 AND pipeline_id = $2 AND id = ANY ($3::uuid[])`;

/** No two stages may have one position, not even within a statement: the present ones make room first. */
export const MAKE_ROOM = `UPDATE stage SET position = -1 - position WHERE workspace_id = $1 AND pipeline_id = $2`;

/** Writes the stages with ids $3 and names $4, in this order; the new ones are added. */
export const PUT_STAGES = `
  INSERT INTO stage AS s (id, workspace_id, pipeline_id, name, position)
  SELECT n.id, $1, $2, n.name, n.place - 1 FROM unnest($3::uuid[], $4::text[]) WITH ORDINALITY AS n(id, name, place)
  ON CONFLICT (workspace_id, id) DO UPDATE SET name = excluded.name, position = excluded.position`;
