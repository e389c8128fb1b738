import { LIMITS } from '../../kernel/limits.js';
import { fewerWait } from '../outbox/outbox.js';
import { BULK_OPERATION_COLUMNS } from './bulk-operation.entity.js';
import { BULK_RESULT_COLUMNS } from './bulk-result.entity.js';

const KEPT = `interval '${LIMITS.bulkKeptDays} days'`;
// Beyond this many, operations wait: changes by people are dispatched first, and memory stays flat.
const MOST_WAITING_EVENTS = 2_000;
const UPLOAD_KEPT = `interval '24 hours'`;

export const INSERT_OPERATION = `
  INSERT INTO bulk_operation AS b (workspace_id, id, kind, is_dry_run, described_as, input, source_id, starts_nothing, total,
    actor_type, actor_id, actor_name)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING ${BULK_OPERATION_COLUMNS}`;

export const OPERATION_BY_ID = `SELECT ${BULK_OPERATION_COLUMNS} FROM bulk_operation b WHERE b.workspace_id = $1 AND b.id = $2`;

/** Newest first. */
export const OPERATIONS = `
  SELECT ${BULK_OPERATION_COLUMNS} FROM bulk_operation b
  WHERE b.workspace_id = $1 AND b.id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
  ORDER BY b.id DESC LIMIT $3`;

/** Ends an operation that has not ended, after its current batch. */
export const ABORT = `
  UPDATE bulk_operation b SET status = 'ABORTED', ended_at = clock_now()
  WHERE b.workspace_id = $1 AND b.id = $2 AND b.ended_at IS NULL RETURNING ${BULK_OPERATION_COLUMNS}`;

/** The open operation, of the kinds $1, whose last batch is the longest ago and that no process has; none while many events wait for dispatch. */
export const NEXT = `
  SELECT b.workspace_id AS "workspaceId", b.id, b.kind FROM bulk_operation b
  WHERE b.ended_at IS NULL AND b.kind = ANY ($1::text[])
    AND ${fewerWait(MOST_WAITING_EVENTS)}
  ORDER BY b.turn_at LIMIT 1 FOR UPDATE OF b SKIP LOCKED`;

/** Holds open operation $2 unless another process has it. */
export const TAKE = `
  SELECT ${BULK_OPERATION_COLUMNS}, b.one_by_one_until AS "oneByOneUntil" FROM bulk_operation b
  WHERE b.workspace_id = $1 AND b.id = $2 AND b.ended_at IS NULL FOR UPDATE SKIP LOCKED`;

/** The batch of source $2 with the part at position $3. */
export const BATCH_AT = `
  SELECT first, parts FROM bulk_batch WHERE workspace_id = $1 AND source_id = $2 AND first <= $3 ORDER BY first DESC LIMIT 1`;

/** Stores results $3 of operation $2. */
export const INSERT_RESULTS = `
  INSERT INTO bulk_result (workspace_id, operation_id, id, position, outcome, entity_id, message)
  SELECT $1, $2, n.id, n.position, n.outcome, n."entityId", n.message
  FROM jsonb_to_recordset($3::jsonb) AS n(id uuid, position integer, outcome text, "entityId" uuid, message text)`;

/** Counts $3 parts of operation $2 as done: $4 succeeded, $5 were skipped, $6 failed. It ends with its last part. */
export const ADVANCE = `
  UPDATE bulk_operation b SET done = b.done + $3, succeeded = b.succeeded + $4, skipped = b.skipped + $5, failed = b.failed + $6,
    turn_at = clock_now(), started_at = coalesce(b.started_at, clock_now()),
    status = CASE WHEN b.done + $3 < b.total THEN 'RUNNING' ELSE 'DONE' END,
    ended_at = CASE WHEN b.done + $3 >= b.total THEN clock_now() END
  WHERE b.workspace_id = $1 AND b.id = $2 RETURNING ${BULK_OPERATION_COLUMNS}`;

/** Lets the parts of operation $2 before position $4 be done one at a time, if $3 are done. */
export const SLOW_DOWN = `
  UPDATE bulk_operation SET one_by_one_until = $4, turn_at = clock_now()
  WHERE workspace_id = $1 AND id = $2 AND done = $3 AND ended_at IS NULL`;

/** Results of operation $2 in the order of its parts, of outcome $5 if it is given. */
export const RESULTS = `
  SELECT ${BULK_RESULT_COLUMNS} FROM bulk_result r
  WHERE r.workspace_id = $1 AND r.operation_id = $2 AND r.id > coalesce($3, '00000000-0000-0000-0000-000000000000'::uuid)
    AND ($5::text IS NULL OR r.outcome = $5)
  ORDER BY r.id LIMIT $4`;

export const INSERT_SOURCE = `INSERT INTO bulk_source (workspace_id, id, name) VALUES ($1, $2, $3)`;

export const INSERT_BATCH = `INSERT INTO bulk_batch (workspace_id, source_id, first, parts) VALUES ($1, $2, $3, $4)`;

export const COMPLETE_SOURCE = `
  UPDATE bulk_source SET columns = $3, parts = $4, completed_at = clock_now() WHERE workspace_id = $1 AND id = $2`;

/** A complete source, held until the end of the transaction. */
export const HOLD_SOURCE = `
  SELECT name, columns, parts, taken_at AS "takenAt" FROM bulk_source
  WHERE workspace_id = $1 AND id = $2 AND completed_at IS NOT NULL FOR UPDATE`;

export const TAKE_SOURCE = `UPDATE bulk_source SET taken_at = clock_now() WHERE workspace_id = $1 AND id = $2`;

export const DELETE_SOURCE = `DELETE FROM bulk_source WHERE workspace_id = $1 AND id = $2`;

export const DELETE_BATCH = `DELETE FROM bulk_batch WHERE workspace_id = $1 AND source_id = $2 AND first = $3`;

/** The first parts of source $2, up to $3. */
export const FIRST_PARTS = `
  SELECT e.part FROM (SELECT parts FROM bulk_batch WHERE workspace_id = $1 AND source_id = $2 AND first = 0) AS b,
    jsonb_array_elements(b.parts) WITH ORDINALITY AS e(part, place) WHERE e.place <= $3 ORDER BY e.place`;

/** How many sources of the workspace no operation has taken. */
export const COUNT_UNTAKEN = `SELECT count(*)::int AS count FROM bulk_source WHERE workspace_id = $1 AND taken_at IS NULL`;

const OLD_OPERATION = `ended_at <= clock_now() - ${KEPT}`;
const OLD_SOURCE = `taken_at IS NULL AND created_at <= clock_now() - ${UPLOAD_KEPT}`;

/** Deletes up to $1 operations that ended long ago, with their results. */
export const FORGET_OPERATIONS = `
  WITH old AS MATERIALIZED (
    SELECT workspace_id, id FROM bulk_operation WHERE ${OLD_OPERATION} ORDER BY ended_at LIMIT $1 FOR UPDATE SKIP LOCKED
  ), results AS (
    DELETE FROM bulk_result r USING old WHERE r.workspace_id = old.workspace_id AND r.operation_id = old.id
  )
  DELETE FROM bulk_operation b USING old WHERE b.workspace_id = old.workspace_id AND b.id = old.id RETURNING b.id`;

/** Deletes up to $1 sources that no operation took within a day. */
export const FORGET_SOURCES = `
  DELETE FROM bulk_source WHERE (workspace_id, id) IN (
    SELECT workspace_id, id FROM bulk_source WHERE ${OLD_SOURCE} ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING id`;

/** Whether there is any work for the runner, as a SQL expression. */
export const ANY_BULK_WORK = `
  (SELECT true FROM bulk_operation WHERE ended_at IS NULL ORDER BY turn_at LIMIT 1)
  OR (SELECT true FROM bulk_operation WHERE ${OLD_OPERATION} ORDER BY ended_at LIMIT 1)
  OR (SELECT true FROM bulk_source WHERE ${OLD_SOURCE} ORDER BY created_at LIMIT 1)`;
