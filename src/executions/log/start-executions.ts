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
  /** Milliseconds until it may begin; null if at once. */
  wakeInMs: number | null;
  /** The types of events that end it; null if none does. */
  stopsOn: string[] | null;
  /** The contact, or else the order, that such events must be about. */
  aboutId: string | null;
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
                                event_id, event_seq, subject_id, cascade_depth, remembered, stops_on, about_id, status, wake_at)
    SELECT n.id, "workspaceId", "automationId", "automationVersion", "definitionId", "triggerType",
           "eventId", "eventSeq", "subjectId", "cascadeDepth", remembered, "stopsOn", "aboutId",
           CASE WHEN "wakeInMs" IS NULL THEN 'QUEUED' ELSE 'SLEEPING' END, clock_now() + "wakeInMs" * interval '1 millisecond'
    FROM jsonb_to_recordset($2::jsonb) AS n(
      id uuid, "workspaceId" uuid, "automationId" uuid, "automationVersion" integer, "definitionId" uuid, "triggerType" text,
      "eventId" uuid, "eventSeq" bigint, "subjectId" uuid, "cascadeDepth" smallint, remembered jsonb,
      "wakeInMs" bigint, "stopsOn" text[], "aboutId" uuid)
    JOIN claimed c ON c.event_id = n."eventId"
    RETURNING id, event_id, status, queued_at, wake_at
  )
  SELECT c.event_id AS "eventId", s.id, s.status, s.queued_at AS "queuedAt", s.wake_at AS "wakeAt" FROM claimed c LEFT JOIN started s ON s.event_id = c.event_id`;

/**
 * The statement that dispatches: takes events out of the outbox, stores the decisions and starts the executions. It skips events
 * that another dispatch took, so dispatching twice starts nothing twice. It does not wait for the disk: a dispatch lost in a
 * server crash leaves its event in the outbox, and everything an execution does is flushed after it.
 */
export const startExecutions = (dispatched: Dispatched[], executions: NewExecution[]): Statement<Started> => ({
  text: START,
  values: [toJsonText(dispatched), toJsonText(executions)],
  read: (rows) => {
    const claimed = rows as StartedRow[];
    const inserted = new Map(claimed.map((row) => [row.id, row]));
    const started = executions.filter(({ id }) => inserted.has(id));
    return {
      eventIds: new Set(claimed.map(({ eventId }) => eventId)),
      executions: started.map(({ eventSeq: _, wakeInMs: __, stopsOn: ___, aboutId: ____, ...execution }) => {
        const { status, queuedAt, wakeAt } = inserted.get(execution.id)!;
        return { ...execution, ...BEGINNING, status, queuedAt, wakeAt };
      }),
    };
  },
});

type StartedRow = Pick<Execution, 'status' | 'queuedAt' | 'wakeAt'> & { eventId: string; id: string | null };

/** The initial state of an execution. */
const BEGINNING = {
  nextStep: 0,
  seq: 1,
  fence: 0,
  crashes: 0,
  retries: 0,
  cancelRequested: false,
  cancelReason: null,
  awaitsEvent: null,
  awaitsId: null,
  error: null,
  warnings: [],
  startedAt: null,
  completedAt: null,
} satisfies Partial<Execution>;
