-- Moves executions that the caller locked in this transaction without a worker's claim: timers, users, late outcomes, a worker
-- that stops. Such a move ends the claim. Returns the new rows.
CREATE OR REPLACE FUNCTION move_executions(p_moves jsonb, p_steps jsonb) RETURNS SETOF execution LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  n record;
BEGIN
  FOR n IN SELECT * FROM jsonb_to_recordset(p_moves) AS m(
    "executionId" uuid, seq integer, status text, "nextStep" smallint, crashes smallint, retries smallint, "cancelRequested" boolean, "cancelReason" jsonb,
    "awaitsEvent" text, "awaitsId" uuid, "wakeInMs" bigint, error jsonb)
  LOOP
    RETURN QUERY
      UPDATE execution e SET status = n.status, next_step = n."nextStep", crashes = n.crashes, retries = n.retries,
        cancel_requested = n."cancelRequested", cancel_reason = n."cancelReason", awaits_event = n."awaitsEvent", awaits_id = n."awaitsId",
        met_event_id = CASE WHEN n."awaitsEvent" IS NOT NULL THEN e.met_event_id END, seq = e.seq + 1, error = n.error,
        fence = e.fence + CASE WHEN e.worker_id IS NULL THEN 0 ELSE 1 END, worker_id = NULL, lease_until = NULL,
        wake_at = clock_now() + n."wakeInMs" * interval '1 millisecond',
        completed_at = CASE WHEN n.status IN ('SUCCEEDED', 'FAILED', 'CANCELLED') THEN clock_now() END
      WHERE e.id = n."executionId" AND e.seq = n.seq
      RETURNING e.*;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'stale write' USING ERRCODE = 'CR001';
    END IF;
  END LOOP;
  PERFORM write_steps(p_steps, clock_now());
END $$;
