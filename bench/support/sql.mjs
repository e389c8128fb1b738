/** SQL for a UUIDv7 of this time, the n-th of its kind: sorts by time like the product's ids. */
export const idAt = (moment, n) =>
  `(lpad(to_hex((extract(epoch FROM ${moment}) * 1000)::bigint), 12, '0') || '7' || substr(md5(${n}::text), 1, 3) || '8' || substr(md5(${n}::text), 4, 15))::uuid`;

const COLUMNS =
  '(id, workspace_id, automation_id, automation_version, definition_id, trigger_type, event_id, event_seq, subject_id, cascade_depth, status, next_step, seq, fence, queued_at, started_at, completed_at, wake_at, error)';

/** Executions of the automations of these workspaces ($1), this many ($2), asleep for a month at their first action. */
export const SLEEPERS = `
  WITH automation AS (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM automation WHERE workspace_id = ANY ($1::uuid[])),
  slept AS (
    INSERT INTO execution ${COLUMNS}
    SELECT ${idAt("now() - interval '1 day'", 'n')}, a.workspace_id, a.id, a.version, a.definition_id, a.trigger_type, gen_random_uuid(), 0, gen_random_uuid(), 0,
      'SLEEPING', 0, 3, 1, now() - interval '1 day', now() - interval '1 day', NULL, now() + interval '30 days', NULL
    FROM generate_series(1, $2::int) n JOIN automation a ON a.place = n % (SELECT count(*) FROM automation) RETURNING id, workspace_id
  ) INSERT INTO step (execution_id, index, workspace_id, key, action_type, status, attempts) SELECT id, 0, workspace_id, 'insert_effect_1', 'insert_effect', 'WAITING', 0 FROM slept`;

/** A log of ended executions of one workspace ($1), this many ($2), one per second; one in a hundred failed. */
export const LOG = `
  WITH automation AS (SELECT * FROM automation WHERE workspace_id = $1)
  INSERT INTO execution ${COLUMNS}
  SELECT ${idAt('at', 'n')}, a.workspace_id, a.id, a.version, a.definition_id, a.trigger_type, ${idAt('at', '(n + 100000000)')}, n, gen_random_uuid(), 0,
    CASE WHEN n % 100 = 0 THEN 'FAILED' ELSE 'SUCCEEDED' END, CASE WHEN n % 100 = 0 THEN 1 ELSE 3 END, 5, 1, at, at, at, NULL,
    CASE WHEN n % 100 = 0 THEN '{"code": "ACTION_FAILED", "message": "Bench"}'::jsonb END
  FROM generate_series($3::int + 1, $3::int + $2::int) n, LATERAL (SELECT now() - interval '80 days' + n * interval '0.5 second' AS at) t, automation a`;

/** The events that started them. */
export const EVENTS = `
  INSERT INTO event (id, workspace_id, type, entity_id, contact_id, payload, occurred_at, cascade_depth, actor_type, root_event_id)
  SELECT event_id, workspace_id, trigger_type, subject_id, subject_id, jsonb_build_object('contactId', subject_id), queued_at, 0, 'system', event_id
  FROM execution WHERE workspace_id = $1`;

/** The number of rows in the log of a workspace ($1). */
export const ROWS_OF = `
  SELECT sum(n) AS rows FROM (VALUES ((SELECT count(*) FROM execution WHERE workspace_id = $1)),
    ((SELECT count(*) FROM step WHERE workspace_id = $1)), ((SELECT count(*) FROM event WHERE workspace_id = $1))) AS counts (n)`;

/** Their recorded steps. */
export const STEPS_OF = `
  INSERT INTO step (execution_id, index, workspace_id, key, action_type, status, attempts, input, output, started_at, completed_at)
  SELECT e.id, i, e.workspace_id, 'insert_effect_' || i, 'insert_effect', 'SUCCEEDED', 1, '{"step": 1}', '{"step": 1}', e.queued_at, e.queued_at
  FROM execution e, generate_series(0, e.next_step - 1) i WHERE e.workspace_id = $1`;
