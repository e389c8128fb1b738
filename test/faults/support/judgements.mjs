const LISTENED = `event e JOIN judge_expect x ON x.workspace_id = e.workspace_id AND x.event_type = e.type AND (e.payload ->> x.field = x.value OR x.field = 'channel') AND e.cascade_depth <= 3`;

// What one successful step of a type must have created: its events, each caused by that execution.
const EVENT_OF = `(VALUES ('change_stage', 'order.stage_changed'), ('assign_tag', 'tag.assigned'), ('update_field', 'field.changed'), ('create_order', 'order.created'), ('create_task', 'task.created')) AS kind(action, event)`;

const FAILED_RIGHTLY = `(e.error ->> 'code' IN ('UNKNOWN_OUTCOME', 'HTTP_410') OR EXISTS (SELECT FROM definition d WHERE d.id = e.definition_id
  AND (e.error ->> 'code', d.name) IN (('HTTP_500', 'rude broken'), ('CRASHED', 'poison'), ('STOPPED', 'stopped'), ('RESTARTED', 'restart'))))`;

// The events for which settings decide who may enter, and the definitions with such settings.
const ENTERING = `event e JOIN definition d ON e.type = 'order.created' AND d.workspace_id = e.workspace_id AND d.body ? 'settings' AND d.body #>> '{trigger,config,pipelineId}' = e.payload ->> 'pipelineId'`;

/** Each statement returns the rows that should not exist, none if all is well. $1: orders that the API acknowledged. */
export const JUDGEMENTS = [
  {
    verdict: 'lost',
    what: 'an acknowledged order',
    sql: `SELECT a.id FROM unnest($1::uuid[]) AS a(id) LEFT JOIN "order" o ON o.id = a.id WHERE o.id IS NULL`,
  },
  {
    verdict: 'lost',
    what: 'the event of an order',
    sql: `SELECT o.id FROM "order" o LEFT JOIN event e ON e.entity_id = o.id AND e.type = 'order.created' WHERE e.id IS NULL`,
  },
  {
    verdict: 'duplicated',
    what: 'the event of an order',
    sql: `SELECT entity_id FROM event WHERE type = 'order.created' GROUP BY 1 HAVING count(*) > 1`,
  },
  {
    verdict: 'broken',
    what: 'an event without its change',
    sql: `SELECT e.id FROM event e LEFT JOIN "order" o ON o.id = e.entity_id WHERE e.type = 'order.created' AND o.id IS NULL`,
  },
  { verdict: 'stuck', what: 'an event that waits in the outbox', sql: `SELECT event_id FROM outbox` },
  {
    verdict: 'lost',
    what: 'the dispatch of an event',
    sql: `SELECT e.id, e.type FROM event e JOIN event_listener l ON l.workspace_id = e.workspace_id AND l.event_type = e.type LEFT JOIN decision d ON d.event_id = e.id WHERE d.event_id IS NULL AND NOT e.starts_nothing`,
  },
  {
    verdict: 'broken',
    what: 'a decision that gave up',
    sql: `SELECT event_id, item ->> 'reason' AS reason FROM decision, jsonb_array_elements(decisions) AS item WHERE item ->> 'outcome' IN ('DISPATCH_FAILED', 'UNUSABLE_DEFINITION')`,
  },
  {
    verdict: 'lost',
    what: 'an execution',
    sql: `SELECT e.id AS event_id, x.automation_id FROM ${LISTENED} LEFT JOIN execution n ON n.event_id = e.id AND n.automation_id = x.automation_id WHERE n.id IS NULL`,
  },
  {
    verdict: 'duplicated',
    what: 'an execution',
    sql: `SELECT event_id, automation_id FROM execution GROUP BY 1, 2 HAVING count(*) > 1`,
  },
  {
    verdict: 'broken',
    what: 'an execution nobody expected',
    sql: `SELECT n.id FROM execution n LEFT JOIN (SELECT e.id, x.automation_id FROM ${LISTENED}) w ON w.id = n.event_id AND w.automation_id = n.automation_id WHERE w.id IS NULL AND NOT EXISTS (SELECT FROM definition d WHERE d.id = n.definition_id AND d.body ? 'settings')`,
  },
  {
    verdict: 'broken',
    what: 'a decision without its execution',
    sql: `SELECT d.event_id FROM decision d, jsonb_array_elements(d.decisions) AS item LEFT JOIN execution e ON e.id = (item ->> 'executionId')::uuid WHERE item ->> 'outcome' IN ('STARTED', 'DEBOUNCED_INTO') AND e.id IS NULL`,
  },
  {
    verdict: 'broken',
    what: 'an execution without its decision',
    sql: `SELECT n.id FROM execution n LEFT JOIN decision d ON d.event_id = n.event_id AND d.decisions @> jsonb_build_array(jsonb_build_object('executionId', n.id, 'outcome', 'STARTED')) WHERE d.event_id IS NULL`,
  },
  {
    verdict: 'lost',
    what: 'the decision about who may enter',
    sql: `SELECT e.id FROM ${ENTERING} LEFT JOIN decision c ON c.event_id = e.id AND c.decisions @> jsonb_build_array(jsonb_build_object('automationId', d.automation_id)) WHERE c.event_id IS NULL`,
  },
  {
    verdict: 'lost',
    what: 'every entry of a contact',
    sql: `SELECT d.name, e.contact_id FROM ${ENTERING} LEFT JOIN execution n ON n.event_id = e.id AND n.automation_id = d.automation_id AND n.status = 'SUCCEEDED'
      WHERE d.name <> 'stopped' GROUP BY 1, 2 HAVING count(n.id) = 0`,
  },
  {
    verdict: 'duplicated',
    what: 'an entry that may be only once',
    sql: `SELECT e.contact_id FROM ${ENTERING} JOIN execution n ON n.event_id = e.id AND n.automation_id = d.automation_id WHERE d.name = 'once' GROUP BY d.automation_id, 1 HAVING count(*) > 1`,
  },
  {
    verdict: 'stuck',
    what: 'an execution',
    sql: `SELECT id, status, seq, next_step, lease_until, wake_at FROM execution WHERE status IN ('QUEUED', 'RUNNING', 'SLEEPING')`,
  },
  {
    verdict: 'lost',
    what: 'an execution that failed without cause',
    sql: `SELECT e.id, e.status, e.error FROM execution e WHERE e.status IN ('FAILED', 'CANCELLED') AND NOT coalesce(${FAILED_RIGHTLY}, false)`,
  },
  {
    verdict: 'lost',
    what: 'a step of a success',
    sql: `SELECT e.id FROM execution e JOIN definition d ON d.id = e.definition_id WHERE e.status = 'SUCCEEDED'
      AND jsonb_array_length(d.body -> 'actions') <> (SELECT count(*) FROM step s WHERE s.execution_id = e.id AND s.status = 'SUCCEEDED')`,
  },
  {
    verdict: 'lost',
    what: 'a reply',
    sql: `SELECT s.execution_id, s.output FROM step s JOIN execution e ON e.id = s.execution_id JOIN definition d ON d.id = e.definition_id
      WHERE s.action_type = 'wait_for_event' AND s.status = 'SUCCEEDED' AND d.name = 'journey'
        AND s.output -> 'event' -> 'message' ->> 'text' IS DISTINCT FROM 'price ' || e.event_id || '/1'`,
  },
  {
    verdict: 'lost',
    what: 'a reply in time',
    sql: `SELECT s.execution_id, r.id AS reply FROM step s JOIN execution e ON e.id = s.execution_id JOIN event c ON c.id = e.event_id
      JOIN event r ON r.workspace_id = c.workspace_id AND r.contact_id = c.contact_id AND r.type = 'whatsapp.message_received'
      WHERE s.action_type = 'wait_for_event' AND s.status = 'SUCCEEDED' AND s.output -> 'matched' = 'false'
        AND r.occurred_at BETWEEN (s.input ->> 'since')::timestamptz AND (s.input ->> 'until')::timestamptz - interval '100 milliseconds'`,
  },
  {
    verdict: 'broken',
    what: 'a wait that was over before its time',
    sql: `SELECT s.execution_id FROM step s WHERE s.action_type = 'wait_for_event' AND s.status = 'SUCCEEDED' AND s.output -> 'matched' = 'false'
      AND s.completed_at < (s.input ->> 'until')::timestamptz`,
  },
  {
    verdict: 'lost',
    what: 'a task',
    sql: `SELECT s.execution_id, s.index FROM step s LEFT JOIN task t ON t.id = (s.output ->> 'taskId')::uuid AND t.title = s.input ->> 'title' WHERE s.action_type = 'create_task' AND s.status = 'SUCCEEDED' AND t.id IS NULL`,
  },
  {
    verdict: 'duplicated',
    what: 'a task',
    sql: `SELECT t.id, t.title FROM task t LEFT JOIN step s ON s.action_type = 'create_task' AND s.status = 'SUCCEEDED' AND (s.output ->> 'taskId')::uuid = t.id WHERE s.execution_id IS NULL`,
  },
  { verdict: 'duplicated', what: 'a title', sql: `SELECT title FROM task GROUP BY 1 HAVING count(*) > 1` },
  {
    verdict: 'lost',
    what: 'a created order',
    sql: `SELECT s.execution_id FROM step s LEFT JOIN "order" o ON o.id = (s.output ->> 'orderId')::uuid WHERE s.action_type = 'create_order' AND s.status = 'SUCCEEDED' AND o.id IS NULL`,
  },
  {
    verdict: 'duplicated',
    what: 'a created order',
    sql: `SELECT name FROM "order" WHERE name LIKE 'copy %' GROUP BY 1 HAVING count(*) > 1`,
  },
  {
    verdict: 'duplicated',
    what: 'an effect done before',
    sql: `SELECT execution_id, index, action_type FROM step WHERE status = 'SUCCEEDED' AND (output @> '{"changed": false}' OR output @> '{"assigned": false}' OR output @> '{"moved": false}')`,
  },
  { verdict: 'lost', what: 'the event of an effect', sql: effectEvents('<') },
  { verdict: 'duplicated', what: 'the event of an effect', sql: effectEvents('>') },
  {
    verdict: 'broken',
    what: 'seen by the triggers',
    sql: `SELECT v.what AS violation, v.execution_id, v.detail FROM judge_violation v ORDER BY v.seen_at LIMIT 20`,
  },
];

function effectEvents(comparison) {
  return `WITH told AS (SELECT execution_id, type, count(*) AS n FROM event WHERE execution_id IS NOT NULL GROUP BY 1, 2),
      done AS (SELECT s.execution_id, kind.event AS type, count(*) AS n FROM step s JOIN ${EVENT_OF} ON kind.action = s.action_type WHERE s.status = 'SUCCEEDED' GROUP BY 1, 2)
    SELECT coalesce(told.execution_id, done.execution_id) AS execution_id, coalesce(told.type, done.type) AS type FROM told FULL JOIN done USING (execution_id, type)
    WHERE coalesce(told.n, 0) ${comparison} coalesce(done.n, 0)`;
}
