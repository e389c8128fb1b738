-- The migration LogPartitions runs this file too.
-- Admits waiting executions: of a workspace at most its own limit at once over all workers, or p_cap if it has none, one at a
-- time per subject, in event order. Returns each with its event, and a row for each workspace in which others still wait.
-- The lock makes the count exact. Each statement of this function sees everything committed before it, which the calling
-- statement does not; therefore the events are read here.
CREATE OR REPLACE FUNCTION admit_queued(p_workspaces uuid[], p_worker uuid, p_limit integer, p_cap integer, p_lease interval)
RETURNS TABLE (claimed execution, cause event, crowded uuid) LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  w uuid; free integer; front integer; waiting integer; admitted integer; remaining integer := p_limit;
BEGIN
  -- A claim lost in a server crash has no effect: everything its worker writes comes later in the WAL and is lost too.
  PERFORM set_config('synchronous_commit', 'off', true);
  FOREACH w IN ARRAY p_workspaces LOOP
    EXIT WHEN remaining <= 0;
    PERFORM pg_advisory_xact_lock(hashtextextended(w::text, 4801));
    SELECT least(coalesce((SELECT concurrent_executions FROM workspace WHERE id = w), p_cap) - count(*), remaining)
    INTO free FROM execution WHERE workspace_id = w AND status = 'RUNNING';
    front := free * 4 + 16;
    WHILE free > 0 LOOP
      -- If executions of one subject fill the front and hide the others, look further. Rows are selected by id and seq, not by
      -- status, so that a plan made for a short queue does not scan a long one.
      admitted := 0;
      FOR claimed IN
        WITH line AS (
          SELECT q.id, q.seq, q.subject_id, q.event_seq FROM execution q
          WHERE q.workspace_id = w AND q.status = 'QUEUED' ORDER BY q.event_seq, q.id LIMIT front
        ), head AS (
          SELECT DISTINCT ON (coalesce(line.subject_id, line.id)) line.*
          FROM line ORDER BY coalesce(line.subject_id, line.id), line.event_seq, line.id
        ), chosen AS (
          SELECT head.id, head.seq FROM head
          WHERE NOT EXISTS (SELECT FROM execution r
                            WHERE r.workspace_id = w AND r.status = 'RUNNING' AND r.subject_id = head.subject_id)
          ORDER BY head.event_seq, head.id LIMIT free
        )
        UPDATE execution e SET status = 'RUNNING', fence = e.fence + 1, seq = e.seq + 1, worker_id = p_worker,
          lease_until = clock_now() + p_lease,
          -- A transaction's time is its start, which may be before the commit of the execution it admits.
          started_at = coalesce(e.started_at, greatest(e.queued_at, clock_now())), wake_at = NULL
        FROM chosen WHERE e.id = chosen.id AND e.seq = chosen.seq
        RETURNING e.*
      LOOP
        SELECT v.* INTO cause FROM event v WHERE v.id = claimed.event_id;
        admitted := admitted + 1;
        RETURN NEXT;
      END LOOP;
      remaining := remaining - admitted;
      EXIT WHEN admitted > 0 OR front > 4096;
      SELECT count(*) INTO waiting FROM
        (SELECT FROM execution q WHERE q.workspace_id = w AND q.status = 'QUEUED' LIMIT front) AS counted;
      EXIT WHEN waiting < front;
      front := front * 16;
    END LOOP;
    IF EXISTS (SELECT FROM execution q WHERE q.workspace_id = w AND q.status = 'QUEUED') THEN
      RETURN QUERY SELECT NULL::execution, NULL::event, w;
    END IF;
  END LOOP;
END $$;

-- For workers of 0.1.0 during a rolling upgrade.
CREATE OR REPLACE FUNCTION admit_executions(p_workspaces uuid[], p_worker uuid, p_limit integer, p_cap integer, p_lease interval)
RETURNS TABLE (claimed execution, cause event) LANGUAGE sql AS $$
  SELECT claimed, cause FROM admit_queued(p_workspaces, p_worker, p_limit, p_cap, p_lease) WHERE crowded IS NULL;
$$;
