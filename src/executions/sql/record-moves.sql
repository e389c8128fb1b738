-- Moves executions for the worker that holds them, renews its lease, and records their steps: only under its claims and in the
-- state it last saw, or nothing at all. log/transitions.ts has decided what follows; this function checks only the claim and, for a
-- guarded move, whether the execution may still act. Returns the times written, the executions with a requested cancellation and the reasons, and the
-- workspaces with a released slot in which others wait. Row by row and by id: a plan for many rows may suit a short table and scan a long one.
DROP FUNCTION IF EXISTS record_moves;
CREATE FUNCTION record_moves(p_worker uuid, p_lease interval, p_moves jsonb, p_steps jsonb, 
  OUT recorded_at timestamptz, OUT ended_at timestamptz, OUT cancelled uuid[], OUT crowded uuid[], OUT reasons jsonb[])
LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  n record; is_cancelled boolean; reason jsonb; w uuid;
BEGIN
  recorded_at := clock_now();
  ended_at := greatest(clock_timestamp(), recorded_at);
  cancelled := '{}';
  crowded := '{}';
  reasons := '{}';
  FOR n IN SELECT * FROM jsonb_to_recordset(p_moves) AS m(
    "executionId" uuid, fence integer, seq integer, guarded boolean, status text, "nextStep" smallint, crashes smallint, "awaitsEvent" text,
    "awaitsId" uuid, "wakeInMs" bigint, error jsonb)
  LOOP
    -- During a rolling upgrade, a worker of 0.1.0 does not report crashes.
    UPDATE execution e SET status = n.status, next_step = n."nextStep", seq = e.seq + 1, error = n.error,
      awaits_event = n."awaitsEvent", awaits_id = n."awaitsId",
        met_event_id = CASE WHEN n."awaitsEvent" IS NOT NULL THEN e.met_event_id END,
      crashes = coalesce(n.crashes, CASE WHEN n."nextStep" > e.next_step THEN 0 ELSE e.crashes END),
      lease_until = recorded_at + p_lease, wake_at = recorded_at + n."wakeInMs" * interval '1 millisecond',
      completed_at = CASE WHEN n.status IN ('SUCCEEDED', 'FAILED', 'CANCELLED') THEN ended_at END
    WHERE e.id = n."executionId" AND e.fence = n.fence AND e.worker_id = p_worker AND e.seq = n.seq
      AND (NOT n.guarded OR (NOT e.cancel_requested
        AND EXISTS (SELECT FROM automation_gate g WHERE g.automation_id = e.automation_id AND g.open)))
    RETURNING e.cancel_requested, e.cancel_reason, e.workspace_id INTO is_cancelled, reason, w;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'stale write' USING ERRCODE = 'CR001';
    END IF;
    IF is_cancelled THEN
      cancelled := cancelled || n."executionId";
      reasons := array_append(reasons, reason);
    END IF;
    IF n.status <> 'RUNNING' AND EXISTS (SELECT FROM execution q WHERE q.workspace_id = w AND q.status = 'QUEUED') THEN
      crowded := crowded || w;
    END IF;
  END LOOP;
  PERFORM write_steps(p_steps, recorded_at);
END $$;
