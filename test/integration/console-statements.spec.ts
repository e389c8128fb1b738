import { decisionsOfEvents } from '../../src/automations/decisions/decisions-of-events.js';
import { pathPage } from '../../src/automations/path/path.js';
import { searchContacts } from '../../src/crm/contacts/contacts.loaders.js';
import { ordersStatement } from '../../src/crm/orders/orders.statements.js';
import { surroundingsOf } from '../../src/executions/causes/execution-wait.js';
import { ExecutionLog } from '../../src/executions/log/execution-log.service.js';
import type { ExecutionFilter } from '../../src/executions/log/executions-page.js';
import { failuresPage } from '../../src/executions/failures/failures.js';
import { executionCounts, executionStats } from '../../src/executions/stats/execution-stats.js';
import { recentStartsOf } from '../../src/executions/stats/recent-starts.js';
import { newId } from '../../src/kernel/ids.js';
import type { Reader } from '../../src/platform/database/reader.js';
import { effectsOfExecutions } from '../../src/platform/outbox/effects.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Plan[];
}

type Explained = [{ 'QUERY PLAN': [{ Plan: Plan; 'Execution Time': number }] }];

const EXECUTIONS = 100_000;
const GROWN = ['event', 'decision', 'execution', 'order', 'contact', 'message', 'task'];
const page = { limit: 21, afterId: null };

const [workspaceId, automationId, definitionId, contactId, pipelineId, stageId] = Array.from({ length: 6 }, newId) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.query(`INSERT INTO workspace (id, name) VALUES ($1, 'Large')`, [workspaceId]);
  await database.query(
    `INSERT INTO definition (id, workspace_id, automation_id, version, name, body)
     VALUES ($1, $2, $3, 1, 'Large', '{"trigger": {"type": "order.stage_changed", "config": {}}, "conditions": null, "actions": [{"key": "a"}, {"key": "b"}]}')`,
    [definitionId, workspaceId, automationId],
  );
  await database.query(`INSERT INTO contact (id, workspace_id, name, phone) VALUES ($1, $2, 'Ana', '+5511999990000')`, [
    contactId,
    workspaceId,
  ]);
  await database.query(`INSERT INTO pipeline (id, workspace_id, name) VALUES ($1, $2, 'Sales')`, [
    pipelineId,
    workspaceId,
  ]);
  await database.query(
    `INSERT INTO stage (id, workspace_id, pipeline_id, name, position) VALUES ($1, $2, $3, 'New', 0)`,
    [stageId, workspaceId, pipelineId],
  );
  await database.query(GROW, [workspaceId, automationId, definitionId, contactId, EXECUTIONS]);
  await database.query(
    `INSERT INTO "order" (id, workspace_id, name, value, pipeline_id, stage_id, contact_id)
    SELECT id, $1, 'Order', 1, $2, $3, $4 FROM execution WHERE workspace_id = $1 LIMIT 20000`,
    [workspaceId, pipelineId, stageId, contactId],
  );
  await database.query(
    `INSERT INTO contact (id, workspace_id, name, email) SELECT id, $1, 'Name ' || row_number() OVER (), 'name@example.org' FROM "order"`,
    [workspaceId],
  );
  await database.query(
    `INSERT INTO task (id, workspace_id, title, contact_id, order_id) SELECT id, $1, 'Call', $2, id FROM "order"`,
    [workspaceId, contactId],
  );
  await database.query(
    `INSERT INTO conversation (id, workspace_id, contact_id, channel) VALUES ($1, $1, $2, 'whatsapp')`,
    [workspaceId, contactId],
  );
  await database.query(
    `INSERT INTO message (id, workspace_id, contact_id, conversation_id, direction, kind, text, status)
    SELECT id, $1, $2, $1, 'OUTBOUND', 'TEXT', 'Hi', 'SENT' FROM "order"`,
    [workspaceId, contactId],
  );
  await database.query('VACUUM ANALYZE');
}, 360_000);

afterAll(() => database.drop());

// One execution every five seconds until now: 5.8 days. 1 in 100 failed, 1 in 100 sleeps, 1 in 10 caused an event.
const GROW = `
  WITH made AS MATERIALIZED (
    SELECT n, t, (lpad(to_hex((extract(epoch FROM t) * 1000)::bigint), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid AS event_id,
      (lpad(to_hex((extract(epoch FROM t) * 1000)::bigint), 12, '0') || '7000' || '8001' || lpad(to_hex(n), 12, '0'))::uuid AS execution_id,
      (lpad(to_hex((extract(epoch FROM t) * 1000)::bigint), 12, '0') || '7000' || '8002' || lpad(to_hex(n), 12, '0'))::uuid AS effect_id
    FROM (SELECT n, now() - ($5 - n) * interval '5 seconds' AS t FROM generate_series(1, $5::int) AS n) AS times
  ), events AS (
    INSERT INTO event (id, workspace_id, type, entity_id, contact_id, payload, occurred_at, cascade_depth, actor_type, root_event_id, execution_id)
    SELECT event_id, $1::uuid, 'order.stage_changed', event_id, $4::uuid, '{}'::jsonb, t, 0, 'system', event_id, NULL::uuid FROM made
    UNION ALL
    SELECT effect_id, $1, 'tag.assigned', effect_id, $4, '{}', t, 1, 'execution', event_id, execution_id FROM made WHERE n % 10 = 0
  ), decisions AS (
    INSERT INTO decision (event_id, workspace_id, revision, decisions)
    SELECT event_id, $1, 1, jsonb_build_array(jsonb_build_object('automationId', $2::uuid, 'name', 'Large', 'outcome', 'STARTED', 'reason', '', 'executionId', execution_id)) FROM made
  )
  INSERT INTO execution (id, workspace_id, automation_id, automation_version, definition_id, trigger_type, event_id, event_seq, cascade_depth, status, next_step, queued_at, started_at, completed_at, wake_at, error)
  SELECT execution_id, $1, $2, 1, $3::uuid, 'order.stage_changed', event_id, n, 0, CASE n % 100 WHEN 0 THEN 'FAILED' WHEN 1 THEN 'SLEEPING' ELSE 'SUCCEEDED' END,
    CASE WHEN n % 100 < 2 THEN 1 ELSE 2 END, t, t, CASE WHEN n % 100 <> 1 THEN t END, CASE WHEN n % 100 = 1 THEN t + interval '9 days' END,
    CASE WHEN n % 100 = 0 THEN '{"code": "HTTP_500", "message": "No"}'::jsonb END
  FROM made`;

/** The plans of the statements that `read` sends. */
async function plansOf(read: (reader: Reader) => Promise<unknown>): Promise<{ plan: Plan; ms: number }[]> {
  const plans: { plan: Plan; ms: number }[] = [];
  await read({
    workspaceId,
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      const [
        {
          'QUERY PLAN': [explained],
        },
      ] = (await database.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values)) as unknown as Explained;
      plans.push({ plan: explained.Plan, ms: explained['Execution Time'] });
      return database.query<Row>(text, values);
    },
  });
  return plans;
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

const walked = (plan: Plan) =>
  nodesOf(plan)
    .filter((node) => node['Node Type'].endsWith('Seq Scan') && GROWN.includes(node['Relation Name'] ?? ''))
    .map((node) => node['Relation Name']);

const blocks = (plan: Plan) => plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];

const log = new ExecutionLog(null as never);
const list = (filter: ExecutionFilter) => (reader: Reader) => log.page(reader, filter, page);
const anExecution = async () =>
  (
    await database.query<{ id: string; eventId: string }>(
      'SELECT id, event_id AS "eventId" FROM execution ORDER BY id DESC LIMIT 1',
    )
  )[0]!;
const lastDay = { from: new Date(Date.now() - 86_400_000), to: new Date(), bucket: 'MINUTE' as const };

it.each<[string, (reader: Reader) => Promise<unknown>]>([
  ['executions', list({})],
  ['executions of a contact', list({ contactId })],
  ['executions of a contact that has failed ones', list({ contactId, statuses: ['FAILED'] })],
  ['executions of an order', list({ orderId: newId() })],
  ['executions with several statuses', list({ statuses: ['FAILED', 'CANCELLED', 'SLEEPING', 'RUNNING'] })],
  ['executions that ended well or not', list({ statuses: ['SUCCEEDED', 'FAILED'] })],
  ["a contact's path", (reader) => pathPage(reader, { about: 'contact', id: contactId })],
  ["an order's path", (reader) => pathPage(reader, { about: 'order', id: newId() })],
  [
    'the orders of a pipeline',
    (reader) => {
      const { text, ids } = ordersStatement({ pipelineId });
      return reader.query(text, [workspaceId, null, 21, ...ids]);
    },
  ],
  [
    'the decisions about an event',
    async (reader) => decisionsOfEvents(reader, [(await anExecution()).eventId], { first: 100, after: null }),
  ],
  ['what an execution caused', async (reader) => effectsOfExecutions(reader, [{ id: (await anExecution()).id, page }])],
  ['what an execution waits for', async (reader) => surroundingsOf(reader, [(await anExecution()).id])],
  ['contacts by text', (reader) => searchContacts(reader, '%an%', { limit: 5, phone: null })],
])('reads few blocks for the first page of %s among 100,000', async (_, read) => {
  for (const { plan } of await plansOf(read)) {
    expect(walked(plan)).toEqual([]);
    expect(blocks(plan)).toBeLessThan(5_000);
  }
});

it.each<[string, (reader: Reader) => Promise<unknown>]>([
  ['a day of minutes', (reader) => executionStats(reader, lastDay)],
  ["an automation's day of minutes", (reader) => executionStats(reader, { ...lastDay, automationId })],
  [
    'seven days of a page of automations',
    (reader) => recentStartsOf(reader, [automationId, ...Array.from({ length: 19 }, newId)]),
  ],
  ['what is under way', (reader) => executionCounts(reader)],
  ['the failures of a week', (reader) => failuresPage(reader, {})],
])('counts %s by an index, without reading a whole table', async (_, read) => {
  for (const { plan } of await plansOf(read)) expect(walked(plan)).toEqual([]);
});
