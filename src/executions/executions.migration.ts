import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log and the engine's state. No foreign keys to the log: it has one writer, and is dropped by age. */
export class Executions1700000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(STALE_WRITE);
    await runner.query(ADMIT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION admit_executions, stale_write;
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
    -- Counts the claims; a write under an older number changes nothing.
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
  CREATE INDEX execution_by_workspace ON execution (workspace_id, id);
  CREATE INDEX execution_by_automation ON execution (workspace_id, automation_id, id);
  CREATE INDEX execution_failed ON execution (workspace_id, id) WHERE status = 'FAILED';

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

const STALE_WRITE = `
  -- Fails the transaction of a worker that lost its execution, or may no longer act.
  CREATE FUNCTION stale_write() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'stale write' USING ERRCODE = 'CR001';
  END $$`;

const ADMIT = `
  -- Lets waiting executions run: at most p_cap of a workspace at once over all workers, one at a time of a subject,
  -- in event order. The lock makes the count true; each statement of this function sees what was committed before it.
  CREATE FUNCTION admit_executions(p_workspaces uuid[], p_worker uuid, p_limit integer, p_cap integer, p_lease interval)
  RETURNS SETOF execution LANGUAGE plpgsql AS $$
  DECLARE
    w uuid; free integer; front integer; waiting integer; admitted integer; remaining integer := p_limit;
  BEGIN
    FOREACH w IN ARRAY p_workspaces LOOP
      EXIT WHEN remaining <= 0;
      PERFORM pg_advisory_xact_lock(hashtextextended(w::text, 4801));
      SELECT least(p_cap - count(*), remaining) INTO free FROM execution WHERE workspace_id = w AND status = 'RUNNING';
      CONTINUE WHEN free <= 0;
      front := free * 4 + 16;
      LOOP
        -- A front full of one subject's executions hides the others: look further.
        RETURN QUERY
          WITH line AS (
            SELECT q.id, q.subject_id, q.event_seq FROM execution q
            WHERE q.workspace_id = w AND q.status = 'QUEUED' ORDER BY q.event_seq, q.id LIMIT front
          ), head AS (
            SELECT DISTINCT ON (coalesce(line.subject_id, line.id)) line.id, line.subject_id, line.event_seq
            FROM line ORDER BY coalesce(line.subject_id, line.id), line.event_seq, line.id
          ), chosen AS (
            SELECT head.id FROM head
            WHERE NOT EXISTS (SELECT FROM execution r
                              WHERE r.workspace_id = w AND r.status = 'RUNNING' AND r.subject_id = head.subject_id)
            ORDER BY head.event_seq, head.id LIMIT free
          )
          UPDATE execution e SET status = 'RUNNING', fence = e.fence + 1, seq = e.seq + 1, worker_id = p_worker,
            lease_until = clock_now() + p_lease, started_at = coalesce(e.started_at, clock_now()), wake_at = NULL
          FROM chosen WHERE e.id = chosen.id AND e.status = 'QUEUED'
          RETURNING e.*;
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
