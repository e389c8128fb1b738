/** Whoever stored it has this long to process it before the poll takes it for left. */
const GRACE = `interval '30 seconds'`;

const MOST_ATTEMPTS = 20;

const STORED = `id, workspace_id AS "workspaceId", body, phone_number_id AS "phoneNumberId"`;

/** Stores body $3, which was accepted for the own number $4 if any, for workspace $2; no row when there is no such workspace. */
export const STORE = `
  INSERT INTO inbound_webhook (id, workspace_id, body, phone_number_id, retry_at)
  SELECT $1, w.id, $3, $4, clock_now() + ${GRACE} FROM workspace w WHERE w.id = $2
  RETURNING ${STORED}`;

/** Takes up to $1 that are due. */
export const TAKE_LEFT = `
  UPDATE inbound_webhook SET retry_at = clock_now() + ${GRACE}
  WHERE id IN (SELECT id FROM inbound_webhook WHERE retry_at <= clock_now() ORDER BY retry_at LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING ${STORED}`;

export const PROCESSED = `
  UPDATE inbound_webhook SET processed_at = clock_now(), retry_at = NULL, attempts = attempts + 1, error = $2
  WHERE id = $1 AND processed_at IS NULL`;

/** Tried again after 5 seconds, then twice as long each time up to ten minutes; given up in the end, kept with its error. */
export const FAILED = `
  UPDATE inbound_webhook SET attempts = attempts + 1, error = $2, retry_at = CASE WHEN attempts + 1 < ${MOST_ATTEMPTS}
    THEN clock_now() + least(5 * power(2, least(attempts, 10)), 600) * interval '1 second' END
  WHERE id = $1 AND processed_at IS NULL`;

/** Empties what was delivered of the phone number with the digits $2 and is processed. */
export const ERASE = `
  UPDATE inbound_webhook SET body = '{}', error = NULL
  WHERE workspace_id = $1 AND processed_at IS NOT NULL AND position(convert_to($2, 'UTF8') IN body) > 0`;

/** What was processed long ago. */
export const FORGET = `DELETE FROM inbound_webhook WHERE processed_at < clock_now() - interval '7 days'`;

/** Whether a webhook is due for processing or for deletion, as a SQL expression. */
export const ANY_LEFT = `
  (SELECT true FROM inbound_webhook WHERE retry_at <= clock_now() ORDER BY retry_at LIMIT 1)
  OR (SELECT true FROM inbound_webhook WHERE processed_at < clock_now() - interval '7 days' ORDER BY processed_at LIMIT 1)`;
