import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log and the engine's state. No foreign keys to the log: it has one writer, and is dropped by age. */
export class Executions1700000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(RECORD);
    await runner.query(ADMIT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION admit_executions, record_moves;
      DROP TABLE step, execution, decision, automation_gate, definition;
    `);
  }
}

const TABLES = `
  -- One version of an automation, as its executions run it; never changed.
  CREATE TABLE definition (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
    automation_id uuid NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    body jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_now(),
    UNIQUE (automation_id, version)
  );

  -- Whether an automation's executions may act; read in the transaction of every step.
  CREATE TABLE automation_gate (
    automation_id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
    open boolean NOT NULL
  );

  -- Why automations did or did not start for an event: a list of {automationId, outcome, reason, executionId}. Those that
  -- listened at this revision and are not in the list, the event alone ruled out.
  CREATE TABLE decision (
    event_id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    revision bigint NOT NULL,
    decisions jsonb NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT clock_now()
  );

  CREATE TABLE execution (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    automation_id uuid NOT NULL,
    automation_version integer NOT NULL,
    definition_id uuid NOT NULL,
    trigger_type text NOT NULL,
    event_id uuid NOT NULL,
    event_seq bigint NOT NULL,
    -- The order, or without one the contact, on which executions take turns.
    subject_id uuid,
    cascade_depth smallint NOT NULL CHECK (cascade_depth BETWEEN 0 AND 3),
    -- What trigger.* names and the event itself does not hold, as it was at dispatch.
    remembered jsonb,
    status text NOT NULL DEFAULT 'QUEUED'
      CHECK (status IN ('QUEUED', 'RUNNING', 'SLEEPING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    next_step smallint NOT NULL DEFAULT 0,
    -- Counts every change, so that a subscriber notices a gap.
    seq integer NOT NULL DEFAULT 1,
    -- Counts the claims; a write under an older number, or of another worker, changes nothing.
    fence integer NOT NULL DEFAULT 0,
    crashes smallint NOT NULL DEFAULT 0,
    retries smallint NOT NULL DEFAULT 0,
    worker_id uuid,
    lease_until timestamptz,
    wake_at timestamptz,
    cancel_requested boolean NOT NULL DEFAULT false,
    error jsonb,
    queued_at timestamptz NOT NULL DEFAULT clock_now(),
    started_at timestamptz,
    completed_at timestamptz,
    UNIQUE (event_id, automation_id)
  ) WITH (fillfactor = 80);
  CREATE INDEX execution_queued ON execution (workspace_id, event_seq, id) WHERE status = 'QUEUED';
  CREATE INDEX execution_running ON execution (workspace_id, subject_id) WHERE status = 'RUNNING';
  CREATE INDEX execution_sleeping ON execution (wake_at) WHERE status = 'SLEEPING';
  CREATE INDEX execution_by_trigger ON execution (workspace_id, trigger_type, id);
  CREATE INDEX execution_by_automation ON execution (workspace_id, automation_id, id);
  CREATE INDEX execution_by_status ON execution (workspace_id, status, id) WHERE status IN ('FAILED', 'CANCELLED', 'SLEEPING');

  CREATE TABLE step (
    execution_id uuid NOT NULL,
    index smallint NOT NULL,
    workspace_id uuid NOT NULL,
    key text NOT NULL,
    action_type text NOT NULL,
    status text NOT NULL CHECK (status IN ('RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'UNKNOWN')),
    attempts smallint NOT NULL,
    input jsonb,
    output jsonb,
    error jsonb,
    started_at timestamptz,
    completed_at timestamptz,
    PRIMARY KEY (execution_id, index)
  );
  CREATE INDEX step_unknown ON step (execution_id) WHERE status = 'UNKNOWN';`;

const RECORD = `
  -- Moves executions for a worker, renewing its lease of them, and records their steps: under its claims and in the state in
  -- which it last saw them, or nothing at all. One by one and by id, for a plan of many at once may be made for a short table and walk a long one.
  CREATE FUNCTION record_moves(p_worker uuid, p_lease interval, p_moves jsonb, p_steps jsonb,
    OUT recorded_at timestamptz, OUT ended_at timestamptz, OUT cancelled uuid[])
  LANGUAGE plpgsql SET enable_seqscan = off AS $$
  DECLARE
    n record; is_cancelled boolean;
  BEGIN
    recorded_at := clock_now();
    ended_at := greatest(clock_timestamp(), recorded_at);
    cancelled := '{}';
    FOR n IN SELECT * FROM jsonb_to_recordset(p_moves) AS m(
      "executionId" uuid, fence integer, seq integer, guarded boolean, status text, "nextStep" smallint, "wakeInMs" bigint, error jsonb)
    LOOP
      UPDATE execution e SET status = CASE WHEN e.cancel_requested AND n.status = 'SLEEPING' THEN 'RUNNING' ELSE n.status END,
        next_step = n."nextStep", seq = e.seq + 1, error = n.error, lease_until = recorded_at + p_lease,
        crashes = CASE WHEN n."nextStep" > e.next_step THEN 0 ELSE e.crashes END,
        wake_at = CASE WHEN NOT e.cancel_requested THEN recorded_at + n."wakeInMs" * interval '1 millisecond' END,
        completed_at = CASE WHEN n.status IN ('SUCCEEDED', 'FAILED', 'CANCELLED') THEN ended_at END
      WHERE e.id = n."executionId" AND e.fence = n.fence AND e.worker_id = p_worker AND e.seq = n.seq
        AND EXISTS (SELECT FROM automation_gate g
                    WHERE g.automation_id = e.automation_id AND (NOT n.guarded OR (g.open AND NOT e.cancel_requested)))
      RETURNING e.cancel_requested INTO is_cancelled;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'stale write' USING ERRCODE = 'CR001';
      END IF;
      IF is_cancelled THEN
        cancelled := cancelled || n."executionId";
      END IF;
    END LOOP;
    INSERT INTO step AS s (execution_id, index, workspace_id, key, action_type, status, attempts, input, output, error, started_at, completed_at)
    SELECT m."executionId", m.index, m."workspaceId", m.key, m."actionType", m.status, m.attempts, m.input, m.output, m.error,
      CASE WHEN m.begun THEN recorded_at END, recorded_at + m."elapsedMs" * interval '1 millisecond'
    FROM jsonb_to_recordset(p_steps) AS m(
      "executionId" uuid, index smallint, "workspaceId" uuid, key text, "actionType" text, status text, attempts smallint,
      input jsonb, output jsonb, error jsonb, begun boolean, "elapsedMs" bigint)
    ON CONFLICT (execution_id, index) DO UPDATE SET status = excluded.status, attempts = excluded.attempts,
      input = excluded.input, output = excluded.output, error = excluded.error,
      started_at = coalesce(s.started_at, excluded.started_at), completed_at = excluded.completed_at;
  END $$`;

const ADMIT = `
  -- Lets waiting executions run: at most p_cap of a workspace at once over all workers, one at a time of a subject,
  -- in event order. The lock makes the count true; each statement of this function sees what was committed before it, which
  -- the statement that calls it does not: so their events are read here.
  CREATE FUNCTION admit_executions(p_workspaces uuid[], p_worker uuid, p_limit integer, p_cap integer, p_lease interval)
  RETURNS TABLE (claimed execution, cause event) LANGUAGE plpgsql SET enable_seqscan = off AS $$
  DECLARE
    w uuid; free integer; front integer; waiting integer; admitted integer; remaining integer := p_limit;
  BEGIN
    -- A claim lost with the server was never taken: nothing its worker writes can survive it, for that is later in the WAL.
    PERFORM set_config('synchronous_commit', 'off', true);
    FOREACH w IN ARRAY p_workspaces LOOP
      EXIT WHEN remaining <= 0;
      PERFORM pg_advisory_xact_lock(hashtextextended(w::text, 4801));
      SELECT least(p_cap - count(*), remaining) INTO free FROM execution WHERE workspace_id = w AND status = 'RUNNING';
      CONTINUE WHEN free <= 0;
      front := free * 4 + 16;
      LOOP
        -- A front full of one subject's executions hides the others: look further. Chosen by id and seq, not by status, lest
        -- a plan made for a short queue walks a long one.
        RETURN QUERY
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
            lease_until = clock_now() + p_lease, started_at = coalesce(e.started_at, clock_now()), wake_at = NULL
          FROM chosen WHERE e.id = chosen.id AND e.seq = chosen.seq
          RETURNING e, (SELECT v FROM event v WHERE v.id = e.event_id);
        GET DIAGNOSTICS admitted = ROW_COUNT;
        EXIT WHEN admitted > 0 OR front > 4096;
        SELECT count(*) INTO waiting FROM
          (SELECT FROM execution q WHERE q.workspace_id = w AND q.status = 'QUEUED' LIMIT front) AS counted;
        EXIT WHEN waiting < front;
        front := front * 16;
      END LOOP;
      remaining := remaining - admitted;
    END LOOP;
  END $$`;
