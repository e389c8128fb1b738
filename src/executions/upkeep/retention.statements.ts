import { ADVISORY_LOCKS } from '../../platform/database/advisory-locks.js';
import { kindsOf } from '../../platform/paging/log-page.js';

/** How many rows a statement deletes at most. */
export const BATCH = 500;

// As a value, not as a join, so that a batch is the beginning of a walk along an index; null without the turn.
const CUTOFF = '(SELECT cutoff FROM turn)';

// Ids rise with time, so an index that ends with the id finds old rows, and no index on the time is needed. An id comes
// from the clock of the process that made it, so the time in the row decides.
const idAt = (instant: string) => `log_id_at(${instant})`;

/** Which rows a statement looks at: $1 is the retention in days, $2 the last id that was looked at. */
interface Scope {
  /** Whether this process has the turn. */
  turn: string;
  /** Only rows with a lower id. */
  horizon: string;
  executions: string;
  /** Which steps of these executions are deleted. */
  steps: string;
  events: string;
}

// One worker deletes at a time: a worker that does not get the lock deletes nothing, and its turn ends.
const ALL: Scope = {
  turn: `pg_try_advisory_xact_lock(${ADVISORY_LOCKS.retention})`,
  horizon: 'log_horizon($1::int)',
  executions: 'true',
  // Above, they are in a partition that is dropped.
  steps: 'old.id < $3',
  events: 't.id < $3',
};

// Rows of one kind in a workspace: the indexes that lists use lead to the oldest.
const OF_WORKSPACE: Scope = {
  turn: 'true',
  horizon: idAt("clock_now() - $1::int * interval '1 day'"),
  executions: 't.workspace_id = $3 AND t.trigger_type = $4',
  steps: 'true',
  events: 't.workspace_id = $3 AND t.type = $4',
};

/** The rows of a table that are old enough, one batch. */
const batchOf = ({ turn, horizon }: Scope, [table, id]: [string, string], condition: string) => `
  WITH turn AS MATERIALIZED (SELECT clock_now() - $1::int * interval '1 day' AS cutoff, ${horizon} AS horizon WHERE ${turn}),
  old AS (
    SELECT t.${id} AS id FROM ${table} t
    WHERE t.${id} > $2 AND t.${id} < (SELECT horizon FROM turn) AND ${condition}
    ORDER BY t.${id} LIMIT ${BATCH} FOR UPDATE OF t SKIP LOCKED)`;

const RESULT = `SELECT count(*)::int AS count, max(id::text) AS last FROM old`;

const executions = (scope: Scope) => `
  ${batchOf(
    scope,
    ['execution', 'id'],
    `t.status IN ('SUCCEEDED', 'FAILED', 'CANCELLED') AND t.completed_at < ${CUTOFF} AND ${scope.executions}`,
  )},
  steps AS (DELETE FROM step USING old WHERE step.execution_id = old.id AND ${scope.steps}),
  gone AS (DELETE FROM execution USING old WHERE execution.id = old.id)
  ${RESULT}`;

const LEFTOVERS = `
  ${batchOf(ALL, ['outbox', 'event_id'], `t.stored_at < ${CUTOFF}`)},
  gone AS (DELETE FROM outbox USING old WHERE outbox.event_id = old.id)
  ${RESULT}`;

// An event stays as long as one of its executions: a failed execution may be retried, and needs its event. An event that is
// being dispatched is still in the outbox, or already has its executions.
const events = (scope: Scope) => `
  ${batchOf(
    scope,
    ['event', 'id'],
    `t.occurred_at < ${CUTOFF} AND ${scope.events}
    AND NOT EXISTS (SELECT FROM outbox o WHERE o.event_id = t.id)
    AND NOT EXISTS (SELECT FROM execution e WHERE e.event_id = t.id)`,
  )},
  decisions AS (DELETE FROM decision USING old WHERE decision.event_id = old.id),
  gone AS (DELETE FROM event USING old WHERE event.id = old.id)
  ${RESULT}`;

/** Steps of executions that are gone. */
const STEPS = `
  ${batchOf(ALL, ['step', 'execution_id'], `t.execution_id < $3 AND NOT EXISTS (SELECT FROM execution e WHERE e.id = t.execution_id)`)},
  gone AS (DELETE FROM step USING old WHERE step.execution_id = old.id)
  ${RESULT}`;

// The newest version is an automation's own. An older one was last started when the next one came, or moments later.
const DEFINITIONS = `
  ${batchOf(
    ALL,
    ['definition', 'id'],
    `EXISTS (
    SELECT FROM definition n WHERE n.automation_id = t.automation_id AND n.version = t.version + 1 AND n.created_at < ${CUTOFF}
      AND NOT EXISTS (SELECT FROM execution e WHERE e.workspace_id = t.workspace_id AND e.automation_id = t.automation_id
                      AND e.id < ${idAt(`n.created_at + interval '1 day'`)} AND e.definition_id = t.id))`,
  )},
  gone AS (DELETE FROM definition USING old WHERE definition.id = old.id)
  ${RESULT}`;

/** Deletes a batch past the server's retention: executions with their steps below $3; events, or steps, below $3; the others. */
export const DELETE = {
  executions: executions(ALL),
  leftovers: LEFTOVERS,
  events: events(ALL),
  steps: STEPS,
  definitions: DEFINITIONS,
};

/** The periods of the log, oldest first. */
export const PERIODS = `SELECT name, first_id AS "firstId", end_id AS "endId", is_past AS "isPast" FROM log_periods($1)`;

/** Adds a period of so many days; see log-periods.sql. */
export const ADD_PERIOD = `SELECT add_log_period($1, $2 * interval '1 day') AS "isAdded"`;

/** Drops a period, unless so many executions need it; see log-periods.sql. */
export const DROP_PERIOD = `SELECT is_dropped AS "isDropped", is_needed AS "isNeeded" FROM drop_log_period($1, $2, $3)`;

/** Whether no period reaches so far ahead, as a SQL expression. */
export const isAheadMissing = (days: number, length: number) =>
  `NOT EXISTS (SELECT FROM log_periods(${days}) WHERE end_id > ${idAt(`clock_now() + ${length} * interval '1 day'`)})`;

/** Whether any row or period is past the server's retention, or a period is to be added, as a SQL expression. */
export const anyOld = (days: number, length: number) =>
  [
    ...Object.entries({ execution: 'id', outbox: 'event_id', event: 'id', definition: 'id' }).map(
      ([table, id]) => `(SELECT true FROM ${table} WHERE ${id} < log_horizon(${days}) ORDER BY ${id} LIMIT 1)`,
    ),
    `(SELECT true FROM log_periods(${days}) WHERE is_past LIMIT 1)`,
    isAheadMissing(days, length),
  ].join(' OR ');

const kinds = (table: string, kind: string) => `${kindsOf({ table, kind })} SELECT kind FROM kinds`;

/** The kinds of a workspace's executions and events, and what deletes a batch of one kind past the workspace's retention. */
export const OF_KIND = [
  { kinds: kinds('execution', 'trigger_type'), delete: executions(OF_WORKSPACE) },
  { kinds: kinds('event', 'type'), delete: events(OF_WORKSPACE) },
];

/** Whether a workspace's log is due, as a SQL expression. */
export const ANY_WORKSPACE_DUE = `
  (SELECT true FROM workspace WHERE retention_days IS NOT NULL AND retention_due_at <= clock_now() ORDER BY retention_due_at LIMIT 1)`;

/** Takes the workspace that is due longest, for an hour; $1 is the server's retention. */
export const TAKE_WORKSPACE = `
  UPDATE workspace SET retention_due_at = clock_now() + interval '1 hour' WHERE id = (
    SELECT id FROM workspace WHERE retention_days IS NOT NULL AND retention_due_at <= clock_now()
    ORDER BY retention_due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING id, least(retention_days, $1::int) AS days`;

/** Makes a workspace with more rows to delete due again, behind the workspaces that are due already. */
export const UNFINISHED = `UPDATE workspace SET retention_due_at = clock_now() WHERE id = $1`;
