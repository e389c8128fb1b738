const KEPT = `interval '24 hours'`;

/** The automation with the address of token hash $1, and the time. */
export const FIND = `
  SELECT h.automation_id AS "automationId", h.workspace_id AS "workspaceId", a.enabled OR a.shadow AS "isOn", d.body -> 'trigger' AS trigger, clock_now() AS now
  FROM automation_hook h JOIN automation a ON a.workspace_id = h.workspace_id AND a.id = h.automation_id
  JOIN definition d ON d.id = a.definition_id WHERE h.token_hash = $1`;

/** A row if key $3 of automation $2 was not used in the last 24 hours; a request with the same key waits for this commit. */
export const TAKE = `
  INSERT INTO hook_delivery AS k (workspace_id, automation_id, key) VALUES ($1, $2, $3)
  ON CONFLICT (automation_id, key) DO UPDATE SET received_at = excluded.received_at
    WHERE k.workspace_id = $1 AND k.received_at <= excluded.received_at - ${KEPT}
  RETURNING true AS taken`;

/** Deletes up to $1 old keys. */
export const FORGET = `
  DELETE FROM hook_delivery WHERE (automation_id, key) IN (
    SELECT automation_id, key FROM hook_delivery WHERE received_at <= clock_now() - ${KEPT} ORDER BY received_at LIMIT $1
    FOR UPDATE SKIP LOCKED)
  RETURNING true AS gone`;

/** Whether there is any key to forget, as a SQL expression. */
export const ANY_OLD = `(SELECT true FROM hook_delivery WHERE received_at <= clock_now() - ${KEPT} ORDER BY received_at LIMIT 1)`;
