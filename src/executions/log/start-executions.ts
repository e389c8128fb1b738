import { toJsonText, type Json, type JsonObject } from '../../kernel/json.js';
import type { Statement } from '../../platform/database/statement.js';
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

/** A dispatched event with its decisions. */
export interface Dispatched {
  eventId: string;
  workspaceId: string;
  /** The revision of the listeners at the decision: those without a decision were ruled out by the event itself. */
  revision: string;
  decisions: Json;
}

/** The result of a dispatch. */
export interface Started {
  /** The events that this dispatch, and no other, took out of the outbox. */
  eventIds: ReadonlySet<string>;
  executions: Execution[];
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
  ), started AS (
    INSERT INTO execution AS e (id, workspace_id, automation_id, automation_version, definition_id, trigger_type,
                                event_id, event_seq, subject_id, cascade_depth, remembered)
    SELECT n.id, "workspaceId", "automationId", "automationVersion", "definitionId", "triggerType",
           "eventId", "eventSeq", "subjectId", "cascadeDepth", remembered
    FROM jsonb_to_recordset($2::jsonb) AS n(
      id uuid, "workspaceId" uuid, "automationId" uuid, "automationVersion" integer, "definitionId" uuid, "triggerType" text,
      "eventId" uuid, "eventSeq" bigint, "subjectId" uuid, "cascadeDepth" smallint, remembered jsonb)
    JOIN claimed c ON c.event_id = n."eventId"
    RETURNING id, event_id, queued_at
  )
  SELECT c.event_id AS "eventId", s.id, s.queued_at AS "queuedAt" FROM claimed c LEFT JOIN started s ON s.event_id = c.event_id`;

/**
 * The statement that dispatches: takes events out of the outbox, stores the decisions and starts the executions. It skips events
 * that another dispatch took, so dispatching twice starts nothing twice. It does not wait for the disk: a dispatch lost in a
 * server crash leaves its event in the outbox, and everything an execution does is flushed after it.
 */
export const startExecutions = (dispatched: Dispatched[], executions: NewExecution[]): Statement<Started> => ({
  text: START,
  values: [toJsonText(dispatched), toJsonText(executions)],
  read: (rows) => {
    const claimed = rows as { eventId: string; id: string | null; queuedAt: Date }[];
    const queuedAt = new Map(claimed.map((row) => [row.id, row.queuedAt]));
    const started = executions.filter(({ id }) => queuedAt.has(id));
    return {
      eventIds: new Set(claimed.map(({ eventId }) => eventId)),
      executions: started.map(({ eventSeq: _, ...execution }) => ({
        ...execution,
        ...QUEUED,
        queuedAt: queuedAt.get(execution.id)!,
      })),
    };
  },
});

/** The initial state of an execution. */
const QUEUED = {
  status: 'QUEUED',
  nextStep: 0,
  seq: 1,
  fence: 0,
  crashes: 0,
  retries: 0,
  cancelRequested: false,
  awaitsEvent: null,
  awaitsId: null,
  wakeAt: null,
  error: null,
  warnings: [],
  startedAt: null,
  completedAt: null,
} satisfies Partial<Execution>;
