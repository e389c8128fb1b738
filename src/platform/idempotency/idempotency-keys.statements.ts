import { ADVISORY_LOCKS } from '../database/advisory-locks.js';

/** How long a key is kept. */
const KEPT_HOURS = 24;

const FRESH = `created_at > clock_now() - interval '${KEPT_HOURS} hours'`;

// Does not wait for the lock: another request with this key holds it, and waiting would occupy a connection.
// An expired row is reused as if it did not exist.
export const TAKE = `
  INSERT INTO idempotency_key AS k (id, workspace_id, actor_id, key, request_hash)
  SELECT $1, $2, $3, $4, $5 WHERE pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', $2::uuid, $3::uuid, $4::text), ${ADVISORY_LOCKS.idempotencyKey}))
  ON CONFLICT (workspace_id, actor_id, key) DO UPDATE SET id = excluded.id, request_hash = excluded.request_hash, returned = NULL,
    answer = NULL, created_at = excluded.created_at
    WHERE k.created_at <= excluded.created_at - interval '${KEPT_HOURS} hours'
  RETURNING id`;

export const FIND = `
  SELECT id, request_hash AS "requestHash", returned, answer FROM idempotency_key
  WHERE workspace_id = $1 AND actor_id = $2 AND key = $3 AND ${FRESH}`;

export const KEEP_RETURNED = `UPDATE idempotency_key SET returned = $3 WHERE workspace_id = $1 AND id = $2`;

// The first answer stays: concurrent requests get it too.
export const KEEP_ANSWER = `
  UPDATE idempotency_key SET answer = coalesce(answer, $3) WHERE workspace_id = $1 AND id = $2 RETURNING answer`;

export const FORGET = `
  DELETE FROM idempotency_key WHERE id IN (
    SELECT id FROM idempotency_key WHERE NOT (${FRESH}) ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING id`;

/** Whether there is any key to forget, as a SQL expression. */
export const ANY_STALE = `(SELECT true FROM idempotency_key WHERE NOT (${FRESH}) ORDER BY created_at LIMIT 1)`;
