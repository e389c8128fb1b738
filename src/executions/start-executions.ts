import { toJsonText, type Json, type JsonObject } from '../kernel/json.js';
import type { Statement } from '../platform/database/statement.js';
import type { Execution } from './execution.js';

/** An execution to start. */
export interface NewExecution {
  id: string;
  workspaceId: string;
  automationId: string;
  automationVersion: number;
  definitionId: string;
  triggerType: string;
  eventId: string;
  eventSeq: string;
  subjectId: string | null;
  cascadeDepth: number;
  remembered: JsonObject | null;
}

/** An event that was dispatched, with the decisions about it. */
export interface Dispatched {
  eventId: string;
  workspaceId: string;
  /** Of the listeners, when it was decided: those without a decision were ruled out by the event alone. */
  revision: string;
  decisions: Json;
}

const START = `
  WITH dispatched AS (
    SELECT n.* FROM jsonb_to_recordset($1::jsonb) AS n("eventId" uuid, "workspaceId" uuid, revision bigint, decisions jsonb),
      set_config('synchronous_commit', 'off', true)
  ), claimed AS (
    DELETE FROM outbox o WHERE o.event_id IN
      (SELECT w.event_id FROM outbox w JOIN dispatched d ON d."eventId" = w.event_id FOR UPDATE OF w SKIP LOCKED)
    RETURNING o.event_id
  ), decided AS (
    INSERT INTO decision (event_id, workspace_id, revision, decisions)
    SELECT "eventId", "workspaceId", revision, decisions FROM dispatched JOIN claimed c ON c.event_id = "eventId"
  )
  INSERT INTO execution AS e (id, workspace_id, automation_id, automation_version, definition_id, trigger_type,
                              event_id, event_seq, subject_id, cascade_depth, remembered)
  SELECT n.id, "workspaceId", "automationId", "automationVersion", "definitionId", "triggerType",
         "eventId", "eventSeq", "subjectId", "cascadeDepth", remembered
  FROM jsonb_to_recordset($2::jsonb) AS n(
    id uuid, "workspaceId" uuid, "automationId" uuid, "automationVersion" integer, "definitionId" uuid, "triggerType" text,
    "eventId" uuid, "eventSeq" bigint, "subjectId" uuid, "cascadeDepth" smallint, remembered jsonb)
  JOIN claimed c ON c.event_id = n."eventId"
  RETURNING id, queued_at AS "queuedAt"`;

/**
 * The one statement that dispatches: takes events out of the outbox, keeps the decisions and starts the executions.
 * Events that somebody else dispatched are left alone, so dispatching twice starts nothing twice. The disk is not waited
 * for: a dispatch lost with the server leaves its event in the outbox, and whatever an execution does is flushed after it.
 */
export const startExecutions = (dispatched: Dispatched[], executions: NewExecution[]): Statement<Execution[]> => ({
  text: START,
  values: [toJsonText(dispatched), toJsonText(executions)],
  read: (rows) => {
    const queuedAt = new Map((rows as { id: string; queuedAt: Date }[]).map((row) => [row.id, row.queuedAt]));
    return executions.filter(({ id }) => queuedAt.has(id)).map(({ eventSeq: _, ...execution }) => ({ ...execution, ...QUEUED, queuedAt: queuedAt.get(execution.id)! }));
  },
});

/** An execution as it begins. */
const QUEUED = {
  status: 'QUEUED',
  nextStep: 0,
  seq: 1,
  fence: 0,
  retries: 0,
  cancelRequested: false,
  wakeAt: null,
  error: null,
  startedAt: null,
  completedAt: null,
} as const;
