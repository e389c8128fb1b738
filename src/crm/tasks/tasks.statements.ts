import { TASK_COLUMNS } from './task.entity.js';

/** The contact an event about the task is about: its own, or its order's. */
const ABOUT = `coalesce(k.contact_id, (
    SELECT o.contact_id FROM "order" o WHERE o.workspace_id = k.workspace_id AND o.id = k.order_id)) AS "aboutContactId"`;

/**
 * Creates task $2 for contact $3 and order $4 with its deadline. One row; nulls and false say what is not there. Due
 * dates are kept to the millisecond, as clients hand them back: one and the same date must stay one.
 */
export const CREATE_TASK = `
  WITH person AS (
    SELECT id FROM contact WHERE workspace_id = $1 AND id = $3
  ), sale AS (
    SELECT id, contact_id FROM "order" WHERE workspace_id = $1 AND id = $4
  ), made AS (
    INSERT INTO task AS k (id, workspace_id, contact_id, order_id, title, description, priority, due_at, assignee_id)
    SELECT $2::uuid, $1, person.id, sale.id, $5::text, $6::text, coalesce($7::text, 'MEDIUM'),
      coalesce($8::timestamptz, date_trunc('milliseconds', clock_now() + $9::float8 * interval '1 millisecond')), $10::text
    FROM (VALUES (1)) AS one LEFT JOIN person ON true LEFT JOIN sale ON true
    WHERE ($3::uuid IS NULL OR person.id IS NOT NULL) AND ($4::uuid IS NULL OR sale.id IS NOT NULL)
    RETURNING ${TASK_COLUMNS}
  ), deadline AS (
    INSERT INTO task_deadline (workspace_id, task_id, due_at) SELECT $1, id, "dueAt" FROM made WHERE "dueAt" IS NOT NULL
  )
  SELECT made.*, EXISTS (SELECT FROM person) AS "contactKnown",
    coalesce(made."contactId", (SELECT contact_id FROM sale)) AS "aboutContactId"
  FROM (VALUES (1)) AS one LEFT JOIN made ON true`;

/** Contact $2, or nothing, and order $3, which cannot be deleted until the end of the transaction; in the order of a deletion. */
export const HOLD_CONTACT = `SELECT id FROM contact WHERE workspace_id = $1 AND id = $2 FOR KEY SHARE`;
export const HOLD_ORDER = `SELECT id FROM "order" WHERE workspace_id = $1 AND id = $2 FOR KEY SHARE`;

/** Task $2, which nobody can change until the end of the transaction. */
export const HOLD_TASK = `SELECT ${TASK_COLUMNS} FROM task k WHERE k.workspace_id = $1 AND k.id = $2 FOR NO KEY UPDATE`;

/**
 * Changes held task $2; $3 holds the columns to change. One row when there is one, as it is after. A due date it never had gets a
 * deadline.
 */
export const UPDATE_TASK = `
  WITH held AS (
    SELECT t AS was FROM task t WHERE t.workspace_id = $1 AND t.id = $2 FOR NO KEY UPDATE
  ), written AS (
    UPDATE task k SET title = w.title, description = w.description, priority = w.priority, due_at = w.due_at,
      assignee_id = w.assignee_id, contact_id = w.contact_id, order_id = w.order_id, version = k.version + 1, updated_at = clock_now()
    FROM held, jsonb_populate_record(held.was, $3::jsonb) AS w
    WHERE k.workspace_id = $1 AND k.id = w.id AND held.was IS DISTINCT FROM w
    RETURNING ${TASK_COLUMNS}
  ), deadline AS (
    INSERT INTO task_deadline (workspace_id, task_id, due_at)
    SELECT $1, id, "dueAt" FROM written WHERE "dueAt" IS NOT NULL
    ON CONFLICT DO NOTHING
  )
  SELECT task.*, coalesce(task."contactId", (
    SELECT o.contact_id FROM "order" o WHERE o.workspace_id = $1 AND o.id = task."orderId")) AS "aboutContactId"
  FROM held CROSS JOIN LATERAL (
    SELECT * FROM written UNION ALL SELECT ${TASK_COLUMNS} FROM (SELECT (held.was).*) AS k WHERE NOT EXISTS (SELECT FROM written)
  ) AS task`;

/** Completes task $2 unless it is completed. One row when there is one, as it is after. */
export const COMPLETE_TASK = `
  WITH held AS (
    SELECT * FROM task WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE
  ), done AS (
    UPDATE task t SET status = 'COMPLETED', completed_at = clock_now(), version = t.version + 1, updated_at = clock_now()
    FROM held WHERE t.workspace_id = $1 AND t.id = held.id AND held.status = 'OPEN'
    RETURNING t.version, t.completed_at
  )
  SELECT ${TASK_COLUMNS}, done.version AS "doneVersion", done.completed_at AS "doneAt", ${ABOUT} FROM held k LEFT JOIN done ON true`;

/** Reopens task $2 unless it is open; its due date can make it overdue if it has not yet. One row when there is one, as it is after. */
export const REOPEN_TASK = `
  WITH held AS (
    SELECT * FROM task WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE
  ), opened AS (
    UPDATE task k SET status = 'OPEN', completed_at = NULL, version = k.version + 1, updated_at = clock_now()
    FROM held WHERE k.workspace_id = $1 AND k.id = held.id AND held.status = 'COMPLETED'
    RETURNING ${TASK_COLUMNS}
  ), deadline AS (
    INSERT INTO task_deadline (workspace_id, task_id, due_at)
    SELECT $1, id, "dueAt" FROM opened WHERE "dueAt" IS NOT NULL
    ON CONFLICT DO NOTHING
  )
  SELECT task.*, EXISTS (SELECT FROM opened) AS reopened, ${ABOUT} FROM held k CROSS JOIN LATERAL (
    SELECT * FROM opened UNION ALL SELECT ${TASK_COLUMNS} FROM (SELECT k.*) AS k WHERE NOT EXISTS (SELECT FROM opened)
  ) AS task`;

/** Deletes task $2 with its deadlines. */
export const DELETE_TASK = `DELETE FROM task k WHERE k.workspace_id = $1 AND k.id = $2 RETURNING ${TASK_COLUMNS}, ${ABOUT}`;

/** Gives the tasks of contact $2 to contact $3. */
export const GIVE_TASKS = `
  UPDATE task SET contact_id = $3, version = version + 1, updated_at = clock_now() WHERE workspace_id = $1 AND contact_id = $2`;

/** Deletes the tasks about contact $2 or one of the orders $3. */
export const DELETE_TASKS_ABOUT = `
  WITH gone AS (
    DELETE FROM task WHERE workspace_id = $1 AND (contact_id = $2 OR order_id = ANY ($3::uuid[])) RETURNING id
  )
  SELECT count(*)::int AS count FROM gone`;

export const TASK_BY_ID = `SELECT ${TASK_COLUMNS} FROM task k WHERE k.workspace_id = $1 AND k.id = $2`;

const FILTERS = { contactId: 'k.contact_id', orderId: 'k.order_id' } as const;

/** Which tasks a list shows; all without. */
export type TaskListFilter = { [Name in keyof typeof FILTERS]?: string | null };

/** Newest first: a text for each combination of filters, so that each gets the plan of its own index. */
export function tasksStatement(filter: TaskListFilter): { text: string; ids: string[] } {
  const given = (Object.keys(FILTERS) as (keyof typeof FILTERS)[]).filter((name) => filter[name] != null);
  const text = `
  SELECT ${TASK_COLUMNS} FROM task k
  WHERE k.workspace_id = $1 AND k.id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
    ${given.map((name, index) => `AND ${FILTERS[name]} = $${index + 4}`).join(' ')}
  ORDER BY k.id DESC LIMIT $3`;
  return { text, ids: given.map((name) => filter[name]!) };
}

/** Whether an unsettled due date has passed, as a SQL expression. */
export const ANY_OVERDUE = `(SELECT true FROM task_deadline WHERE settled_at IS NULL AND due_at <= clock_now() ORDER BY due_at LIMIT 1)`;

/**
 * Settles up to $1 deadlines of all workspaces that have passed, and returns the tasks that are overdue by them. A
 * deadline that means nothing any more (completed, or another due date by now) is deleted, so that the task may get
 * that date again. What somebody holds at this moment is left for the next sweep.
 */
export const TAKE_OVERDUE = `
  WITH passed AS (
    SELECT d.task_id, d.due_at, k AS task, k.status = 'OPEN' AND k.due_at IS NOT DISTINCT FROM d.due_at AS overdue
    FROM task_deadline d JOIN task k ON k.workspace_id = d.workspace_id AND k.id = d.task_id
    WHERE d.settled_at IS NULL AND d.due_at <= clock_now()
    ORDER BY d.due_at LIMIT $1
    FOR UPDATE OF d SKIP LOCKED FOR SHARE OF k SKIP LOCKED
  ), settled AS (
    UPDATE task_deadline d SET settled_at = clock_now() FROM passed
    WHERE passed.overdue AND d.workspace_id = (passed.task).workspace_id AND d.task_id = passed.task_id AND d.due_at = passed.due_at
  ), dropped AS (
    DELETE FROM task_deadline d USING passed
    WHERE NOT passed.overdue AND d.workspace_id = (passed.task).workspace_id AND d.task_id = passed.task_id AND d.due_at = passed.due_at
  )
  SELECT k.workspace_id AS "workspaceId", ${TASK_COLUMNS}, ${ABOUT}, passed.overdue
  FROM passed CROSS JOIN LATERAL (SELECT (passed.task).*) AS k ORDER BY passed.due_at, k.id`;
