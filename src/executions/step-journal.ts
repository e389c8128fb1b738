import { toJsonText, type Json } from '../kernel/json.js';
import type { Statement } from '../platform/database/statement.js';
import type { ExecutionError, ExecutionStatus, Step } from './execution.js';

/** What a worker writes of one execution, all of it or nothing. */
export interface JournalEntry {
  executionId: string;
  workspaceId: string;
  /** The number of the claim under which the worker acts. */
  fence: number;
  /** What the worker last saw of the execution; it differs when a commit took effect though its answer never came. */
  seq: number;
  /** True when the entry carries what an action did in this transaction: it then needs an open gate and no cancellation. */
  guarded: boolean;
  status: ExecutionStatus;
  nextStep: number;
  /** Milliseconds until it wakes; null unless SLEEPING. */
  wakeInMs: number | null;
  error: ExecutionError | null;
  steps: StepEntry[];
}

/** A step to record; it starts when it is first recorded as begun, and completes `elapsedMs` into the transaction. */
export type StepEntry = Omit<Step, 'startedAt' | 'completedAt'> & { begun: boolean; elapsedMs: number | null };

/** What the database made of an entry. */
export interface Recorded {
  id: string;
  /** The entry's, but RUNNING for one that would sleep and is cancelled: its worker ends it at once. */
  status: ExecutionStatus;
  cancelRequested: boolean;
  seq: number;
  wakeAt: string | null;
  completedAt: string | null;
  steps: { index: number; startedAt: string | null; completedAt: string | null }[] | null;
}

/** The SQLSTATE of an entry whose worker lost its execution or may no longer act; nothing of its transaction stays. */
export const STALE_WRITE = 'CR001';

const RECORD = `
  WITH entry AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS n(
      "executionId" uuid, fence integer, seq integer, guarded boolean, status text, "nextStep" smallint, "wakeInMs" bigint, error jsonb)
  ), moved AS (
    UPDATE execution e SET status = CASE WHEN e.cancel_requested AND n.status = 'SLEEPING' THEN 'RUNNING' ELSE n.status END,
      next_step = n."nextStep", seq = e.seq + 1, error = n.error,
      crashes = CASE WHEN n."nextStep" > e.next_step THEN 0 ELSE e.crashes END,
      wake_at = CASE WHEN NOT e.cancel_requested THEN clock_now() + n."wakeInMs" * interval '1 millisecond' END,
      completed_at = CASE WHEN n.status IN ('SUCCEEDED', 'FAILED', 'CANCELLED') THEN greatest(clock_timestamp(), clock_now()) END
    FROM entry n, automation_gate g
    WHERE e.id = n."executionId" AND e.fence = n.fence AND e.seq = n.seq AND e.status = 'RUNNING' AND g.automation_id = e.automation_id
      AND (NOT n.guarded OR (g.open AND NOT e.cancel_requested))
    RETURNING e.id, e.workspace_id, e.status, e.cancel_requested, e.seq, e.wake_at, e.completed_at
  ), recorded AS (
    INSERT INTO step AS s (execution_id, index, workspace_id, key, action_type, status, attempts, input, output, error, started_at, completed_at)
    SELECT m.id, n.index, m.workspace_id, n.key, n."actionType", n.status, n.attempts, n.input, n.output, n.error,
      CASE WHEN n.begun THEN clock_now() END, clock_now() + n."elapsedMs" * interval '1 millisecond'
    FROM jsonb_to_recordset($2::jsonb) AS n(
      "executionId" uuid, index smallint, key text, "actionType" text, status text, attempts smallint,
      input jsonb, output jsonb, error jsonb, begun boolean, "elapsedMs" double precision)
    JOIN moved m ON m.id = n."executionId"
    ON CONFLICT (execution_id, index) DO UPDATE SET status = excluded.status, attempts = excluded.attempts,
      input = excluded.input, output = excluded.output, error = excluded.error,
      started_at = coalesce(s.started_at, excluded.started_at), completed_at = excluded.completed_at
    RETURNING execution_id, index, started_at, completed_at
  )
  SELECT CASE WHEN count(*) < (SELECT count(*) FROM entry) THEN stale_write() END,
    jsonb_agg(jsonb_build_object('id', m.id, 'status', m.status, 'cancelRequested', m.cancel_requested, 'seq', m.seq, 'wakeAt', m.wake_at, 'completedAt', m.completed_at, 'steps',
      (SELECT jsonb_agg(jsonb_build_object('index', r.index, 'startedAt', r.started_at, 'completedAt', r.completed_at))
       FROM recorded r WHERE r.execution_id = m.id))) AS recorded
  FROM moved m`;

/** The one statement by which workers change executions. Fails with STALE_WRITE unless every entry is under its fence. */
export function record(entries: JournalEntry[]): Statement<Map<string, Recorded>> {
  const steps = entries.flatMap(({ executionId, steps }) => steps.map((step) => ({ executionId, ...step })));
  const moves = entries.map(({ steps: _, ...move }) => move);
  return {
    text: RECORD,
    values: [toJsonText(moves), toJsonText(steps)],
    read: ([row]) => new Map((row as { recorded: Recorded[] }).recorded.map((each) => [each.id, each])),
  };
}

/** Whether an error says that the journal refused a stale write. */
export const isStaleWrite = (error: unknown) => (error as { code?: Json } | null)?.code === STALE_WRITE;
