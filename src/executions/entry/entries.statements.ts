// The statements of who may enter. Rows are locked in the order of their keys, so that no two dispatches wait for each other.

/** Takes events out of the line of other dispatches until the end of the transaction. */
export const HOLD_EVENTS = `SELECT event_id AS "id", clock_now() AS now FROM outbox WHERE event_id = ANY($1) FOR UPDATE SKIP LOCKED`;

const KEYS = `(SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS k(workspace_id, a, b) ORDER BY a, b)`;

export const LOCK_ENTRIES = `
  INSERT INTO entry (workspace_id, automation_id, subject_id) SELECT * FROM ${KEYS} AS keys
  ON CONFLICT (automation_id, subject_id) DO UPDATE SET workspace_id = excluded.workspace_id`;

// A statement of its own: it sees what was committed while the one before waited for the locks.
export const READ_ENTRIES = `
  SELECT n.automation_id AS a, n.subject_id AS b, n.execution_id AS "executionId",
    n.started_at AS "startedAt", e.status, coalesce(e.started_at IS NOT NULL, true) AS "hasBegun", e.event_id AS "eventId"
  FROM entry n LEFT JOIN execution e ON e.id = n.execution_id
  JOIN unnest($1::uuid[], $2::uuid[]) AS k(a, b) ON n.automation_id = k.a AND n.subject_id = k.b
  WHERE n.execution_id IS NOT NULL`;

/** Keeps executions asleep that no worker has had, until the end of the transaction. */
export const HOLD_SLEEPERS = `
  SELECT id FROM execution WHERE id = ANY($1) AND status = 'SLEEPING' AND started_at IS NULL ORDER BY id FOR UPDATE`;

export const LOCK_THROTTLES = `
  INSERT INTO throttle AS t (workspace_id, scope_id, subject_id) SELECT * FROM ${KEYS} AS keys
  ON CONFLICT (scope_id, subject_id) DO UPDATE SET workspace_id = excluded.workspace_id
  RETURNING t.scope_id AS a, t.subject_id AS b, t.starts`;

export const WRITE_ENTRIES = `
  UPDATE entry n SET execution_id = w.execution_id, started_at = w.started_at
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[]) AS w(a, b, execution_id, started_at)
  WHERE n.automation_id = w.a AND n.subject_id = w.b`;

export const WRITE_THROTTLE = `UPDATE throttle SET starts = $3 WHERE scope_id = $1 AND subject_id = $2`;

/** Gives waiting executions the event that took the place of theirs. */
export const REPLACE_CAUSES = `
  UPDATE execution e SET event_id = n."eventId", event_seq = n."eventSeq", subject_id = n."subjectId", cascade_depth = n."cascadeDepth",
    remembered = n.remembered, automation_version = n."automationVersion", definition_id = n."definitionId", stops_on = n."stopsOn",
    about_id = n."aboutId"
  FROM jsonb_to_recordset($1::jsonb) AS n(id uuid, "eventId" uuid, "eventSeq" bigint, "subjectId" uuid, "cascadeDepth" smallint,
    remembered jsonb, "automationVersion" integer, "definitionId" uuid, "stopsOn" text[], "aboutId" uuid)
  WHERE e.id = n.id`;

/** Says in the decisions about earlier events that another took their place: $2 has the changes by automation for each event. */
export const REPLACE_DECISIONS = `
  UPDATE decision d SET decisions = (
    SELECT jsonb_agg(k.value || coalesce(n.changes -> (k.value ->> 'automationId'), '{}') ORDER BY k.ordinality)
    FROM jsonb_array_elements(d.decisions) WITH ORDINALITY AS k)
  FROM unnest($1::uuid[], $2::jsonb[]) AS n(event_id, changes) WHERE d.event_id = n.event_id`;

/** Locks the entries that an execution had, where only one may be unfinished. */
export const LOCK_ENTRIES_OF = `
  SELECT n.automation_id AS a, n.subject_id AS b
  FROM execution e JOIN event v ON v.id = e.event_id JOIN definition d ON d.id = e.definition_id
  JOIN entry n ON n.automation_id = e.automation_id AND n.subject_id IN (v.contact_id, v.order_id)
  WHERE e.workspace_id = $1 AND e.id = $2 AND d.body #>> '{settings,reentry,mode}' IN ('ONE_AT_A_TIME', 'RESTART')
  ORDER BY n.subject_id FOR UPDATE OF n`;

/** The unfinished execution of another entry, or nothing; a statement of its own, for the same reason as READ_ENTRIES. */
export const ANOTHER_UNFINISHED = `
  SELECT o.id FROM unnest($1::uuid[], $2::uuid[]) AS k(a, b) JOIN entry n ON n.automation_id = k.a AND n.subject_id = k.b
  JOIN execution o ON o.id = n.execution_id WHERE o.id <> $3 AND o.status IN ('QUEUED', 'RUNNING', 'SLEEPING') LIMIT 1`;

export const TAKE_ENTRIES = `
  UPDATE entry n SET execution_id = $3 FROM unnest($1::uuid[], $2::uuid[]) AS k(a, b) WHERE n.automation_id = k.a AND n.subject_id = k.b`;
