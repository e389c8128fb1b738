-- Writes step records. A step whose attempts start over also starts over. A worker of 0.1.0 reports "begun" without a time.
CREATE OR REPLACE FUNCTION write_steps(p_steps jsonb, p_at timestamptz) RETURNS void LANGUAGE sql SET enable_seqscan = off AS $$
  INSERT INTO step AS s (execution_id, index, workspace_id, key, action_type, status, attempts, input, output, error, started_at, completed_at)
  SELECT m."executionId", m.index, m."workspaceId", m.key, m."actionType", m.status, m.attempts, m.input, m.output, m.error,
    p_at + coalesce(m."beganMs", CASE WHEN m.begun THEN 0 END) * interval '1 millisecond', p_at + m."elapsedMs" * interval '1 millisecond'
  FROM jsonb_to_recordset(p_steps) AS m(
    "executionId" uuid, index smallint, "workspaceId" uuid, key text, "actionType" text, status text, attempts smallint,
    input jsonb, output jsonb, error jsonb, begun boolean, "beganMs" bigint, "elapsedMs" bigint)
  ON CONFLICT (execution_id, index) DO UPDATE SET status = excluded.status, attempts = excluded.attempts,
    input = excluded.input, output = excluded.output, error = excluded.error,
    started_at = CASE WHEN excluded.attempts > 0 THEN coalesce(s.started_at, excluded.started_at) END, completed_at = excluded.completed_at;
$$;
