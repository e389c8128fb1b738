import { ADVISORY_LOCKS } from '../../platform/database/advisory-locks.js';
import { kindsOf } from '../../platform/paging/log-page.js';

/** How many rows a statement deletes at most. */
export const BATCH = 500;

// As a value, not as a join, so that a batch is the beginning of a walk along an index; null without the turn.
const CUTOFF = '(SELECT cutoff FROM turn)';

// Ids rise with time, so an index that ends with the id finds what is old, and no index has to be kept for the time. They come
// from the clock of whoever made them, so the time in the row decides.
const idAt = (instant: string) =>
  `(lpad(to_hex((extract(epoch FROM ${instant}) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid`;

/** Which rows a statement looks at: $1 is the retention in days, $2 the last id that was looked at. */
interface Scope {
  /** Whether this process has the turn. */
  turn: string;
  executions?: string;
  events?: string;
}

// One worker at a time: whoever does not get the lock deletes nothing, and its turn is over.
const ALL: Scope = { turn: `pg_try_advisory_xact_lock(${ADVISORY_LOCKS.retention})` };

// Rows of one kind in a workspace: the indexes that lists use lead to the oldest.
const OF_WORKSPACE: Scope = {
  turn: 'true',
  executions: 'AND t.workspace_id = $3 AND t.trigger_type = $4',
  events: 'AND t.workspace_id = $3 AND t.type = $4',
};

/** The rows of a table that are old enough, one batch. */
const batchOf = ({ turn }: Scope, [table, id]: [string, string], condition: string) => `
  WITH turn AS MATERIALIZED (SELECT clock_now() - $1 * interval '1 day' AS cutoff WHERE ${turn}),
  old AS (
    SELECT t.${id} AS id FROM ${table} t
    WHERE t.${id} > $2 AND t.${id} < (SELECT ${idAt('cutoff')} FROM turn) AND ${condition}
    ORDER BY t.${id} LIMIT ${BATCH} FOR UPDATE OF t SKIP LOCKED)`;

const RESULT = `SELECT count(*)::int AS count, max(id::text) AS last FROM old`;

const executions = (scope: Scope) => `
  ${batchOf(
    scope,
    ['execution', 'id'],
    `t.status IN ('SUCCEEDED', 'FAILED', 'CANCELLED') AND t.completed_at < ${CUTOFF} ${scope.executions ?? ''}`,
  )},
  steps AS (DELETE FROM step USING old WHERE step.execution_id = old.id),
  gone AS (DELETE FROM execution USING old WHERE execution.id = old.id)
  ${RESULT}`;

const LEFTOVERS = `
  ${batchOf(ALL, ['outbox', 'event_id'], `t.stored_at < ${CUTOFF}`)},
  gone AS (DELETE FROM outbox USING old WHERE outbox.event_id = old.id)
  ${RESULT}`;

// An event stays as long as an execution of it does: a failed one may still be retried, and needs it. One that is just
// being dispatched is still in the outbox, or has its executions.
const events = (scope: Scope) => `
  ${batchOf(
    scope,
    ['event', 'id'],
    `t.occurred_at < ${CUTOFF} ${scope.events ?? ''}
    AND NOT EXISTS (SELECT FROM outbox o WHERE o.event_id = t.id)
    AND NOT EXISTS (SELECT FROM execution e WHERE e.event_id = t.id)`,
  )},
  decisions AS (DELETE FROM decision USING old WHERE decision.event_id = old.id),
  gone AS (DELETE FROM event USING old WHERE event.id = old.id)
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

/** Deletes a batch past the server's retention; in this order: executions free their events and definitions. */
export const DELETE = {
  executions: executions(ALL),
  'outbox leftovers': LEFTOVERS,
  events: events(ALL),
  definitions: DEFINITIONS,
};

/** Whether any row is older than the server's retention, as a SQL expression. */
export const anyOld = (days: number) =>
  Object.entries({ execution: 'id', outbox: 'event_id', event: 'id', definition: 'id' })
    .map(([table, id]) => {
      const cutoff = idAt(`clock_now() - ${days} * interval '1 day'`);
      return `(SELECT true FROM ${table} WHERE ${id} < ${cutoff} ORDER BY ${id} LIMIT 1)`;
    })
    .join(' OR ');

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

/** Lets a workspace that has more to delete be due again, after those that are due already. */
export const UNFINISHED = `UPDATE workspace SET retention_due_at = clock_now() WHERE id = $1`;
