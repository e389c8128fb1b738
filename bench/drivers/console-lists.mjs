/**
 * Measures each list of the console with 100 and with 100,000 executions, events, contacts, orders and tasks, using the
 * queries that its screens send; prints a table of the times and of the blocks that Postgres reads for each.
 * node bench/drivers/console-lists.mjs --database <url of an empty database, as superuser> [--many 100000]
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { median } from '../support/numbers.mjs';
import { idAt } from '../support/sql.mjs';

const {
  values: { dist, database, many },
} = parseArgs({
  options: {
    dist: { type: 'string', default: `${process.cwd()}/dist` },
    database: { type: 'string' },
    many: { type: 'string', default: '100000' },
  },
});
const FEW = 100;
const ASKED = 15;
const GROWN = ['event', 'decision', 'execution', 'order', 'contact', 'task', 'step'];

// The plans that are actually used, generic ones included: the server sends them to the connection as notices.
const EXPLAIN = {
  log_min_duration: '0',
  log_analyze: 'on',
  log_buffers: 'on',
  log_format: 'json',
  log_level: 'notice',
};
const plans = [];
const { connect } = pg.Client.prototype;
pg.Client.prototype.connect = function (...args) {
  this.on('notice', ({ message }) => message.includes('plan:') && plans.push(message.slice(message.indexOf('{'))));
  return connect.apply(this, args);
};

const admin = new pg.Client({ connectionString: database });
await admin.connect();
const sql = async (text, values = []) => (await admin.query(text, values)).rows;
const [{ name: databaseName }] = await sql('SELECT quote_ident(current_database()) AS name');

Object.assign(process.env, {
  NODE_ENV: 'development',
  DEMO: 'false',
  LOG_LEVEL: 'error',
  PORT: '0',
  DATABASE_URL: database,
  ROLE: 'all',
  RATE_LIMIT: '0',
});
const from = (file) => import(`${dist}/${file}.js`);
const [{ startServer }, { ApiKeys }, { newId }] = await Promise.all(
  ['server', 'platform/api-keys/api-keys.service', 'kernel/ids'].map(from),
);
let server = await startServer(process.env);

const ask = async (key, query, variables = {}) => {
  const answer = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
};

const FILL = `
  WITH made AS MATERIALIZED (
    SELECT n, at, ${idAt('at', 'n')} AS id, ${idAt('at', '(n + 100000000)')} AS event_id
    FROM generate_series(1, $2::int) n, LATERAL (SELECT now() - interval '7 days' * ($2::int - n) / $2::int AS at) t
  ), contacts AS (
    INSERT INTO contact (id, workspace_id, name, email) SELECT id, $1::uuid, 'Name ' || n, 'name' || n || '@example.org' FROM made RETURNING 1
  ), events AS (
    INSERT INTO event (id, workspace_id, type, entity_id, contact_id, payload, occurred_at, cascade_depth, actor_type, root_event_id)
    SELECT event_id, $1, 'contact.created', id, id, '{}', at, 0, 'system', event_id FROM made RETURNING 1
  ), decisions AS (
    INSERT INTO decision (event_id, workspace_id, revision, decisions)
    SELECT event_id, $1, 1, jsonb_build_array(jsonb_build_object('automationId', a.id, 'name', a.name, 'outcome', 'STARTED', 'reason', '', 'executionId', made.id))
    FROM made, automation a WHERE a.workspace_id = $1 RETURNING 1
  )
  INSERT INTO execution (id, workspace_id, automation_id, automation_version, definition_id, trigger_type, event_id, event_seq, subject_id, cascade_depth, status, next_step, queued_at, started_at, completed_at, wake_at, error)
  SELECT made.id, $1, a.id, a.version, a.definition_id, a.trigger_type, event_id, n, made.id, 0, CASE n % 20 WHEN 0 THEN 'FAILED' WHEN 1 THEN 'SLEEPING' ELSE 'SUCCEEDED' END,
    CASE WHEN n % 20 < 2 THEN 0 ELSE 1 END, at, at, CASE WHEN n % 20 <> 1 THEN at END, CASE WHEN n % 20 = 1 THEN now() + interval '9 days' END,
    CASE WHEN n % 20 = 0 THEN '{"code": "HTTP_500", "message": "No"}'::jsonb END
  FROM made, automation a WHERE a.workspace_id = $1`;
const FILL_CRM = `
  WITH orders AS (
    INSERT INTO "order" (id, workspace_id, name, value, pipeline_id, stage_id, contact_id)
    SELECT c.id, c.workspace_id, 'Order of ' || c.name, 1, s.pipeline_id, s.id, c.id FROM contact c, stage s WHERE c.workspace_id = $1 AND s.workspace_id = $1 RETURNING id, workspace_id
  ) INSERT INTO task (id, workspace_id, title, contact_id) SELECT id, workspace_id, 'Call', id FROM contact WHERE workspace_id = $1`;

async function workspaceOf(count) {
  const id = newId();
  await sql(`INSERT INTO workspace (id, name) VALUES ($1, 'Bench')`, [id]);
  const key = ApiKeys.generate();
  await server.app.get(ApiKeys, { strict: false }).keep(id, key, { name: 'bench', role: 'admin' });
  const task = { key: 'call', type: 'create_task', params: { title: 'Call' } };
  const input = { name: 'Bench', trigger: { type: 'contact.created' }, actions: [task] };
  const { createAutomation } = await ask(
    key,
    'mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }',
    { input },
  );
  await ask(key, 'mutation { createPipeline(input: { name: "Sales", stages: ["New"] }) { id } }');
  await sql(FILL, [id, count]);
  await sql('ANALYZE');
  await sql(FILL_CRM, [id]);
  const [{ execution, event }] = await sql(
    'SELECT id AS execution, event_id AS event FROM execution WHERE workspace_id = $1 ORDER BY id DESC LIMIT 1',
    [id],
  );
  const [{ stage, pipeline }] = await sql(
    'SELECT id AS stage, pipeline_id AS pipeline FROM stage WHERE workspace_id = $1',
    [id],
  );
  return { key, automation: createAutomation.id, execution, event, contact: execution, stage, pipeline };
}

/** A document of the console, from its source, with the fragments it uses. */
const root = new URL('../../console/src/', import.meta.url);
const sources = [
  'api/live-executions.ts',
  'api/live-events.ts',
  'pages/now/now-numbers.tsx',
  'pages/now/now.page.tsx',
  'pages/executions/executions.page.tsx',
  'pages/executions/execution-filter.ts',
  'pages/events/events.page.tsx',
  'pages/contacts/contacts.page.tsx',
  'pages/automations/automations.page.tsx',
  'pages/automations/automation-query.ts',
  'pages/automations/its-executions.tsx',
  'pages/failures/failures.page.tsx',
  'pages/board/board.data.ts',
  'pages/search/search.page.tsx',
  'pages/settings/audit-log.tsx',
].map((file) => readFileSync(new URL(file, root), 'utf8'));
const documents = sources.flatMap((text) =>
  [...text.matchAll(/graphql\(\s*`([^`]*)`/g)].map(([, document]) => document.trim()),
);
const fragments = new Map(
  documents.flatMap((text) => (/^fragment (\w+)/.test(text) ? [[/^fragment (\w+)/.exec(text)[1], text]] : [])),
);
function documentOf(name) {
  const text = documents.find((each) => new RegExp(`^query ${name}\\b`).test(each));
  if (!text) throw new Error(`The console has no query ${name}`);
  return [text, ...[...fragments].filter(([each]) => text.includes(`...${each}`)).map(([, each]) => each)].join('\n');
}

const ago = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();
const CASES = [
  ['NowNumbers', () => ({ from: ago(1), to: ago(0) })],
  ['NewestExecutions', () => ({})],
  ['NewestEvents', () => ({})],
  ['Executions', () => ({})],
  ['Executions', () => ({ filter: { status: 'FAILED' } }), 'failed'],
  ['Executions', () => ({ filter: { status: 'SUCCEEDED' } }), 'succeeded'],
  ['Executions', ({ automation }) => ({ filter: { automationId: automation } }), 'of an automation'],
  ['ExecutionChoices', () => ({})],
  ['Events', () => ({})],
  ['Events', () => ({ filter: { type: 'contact.created' } }), 'of a type'],
  ['Contacts', () => ({})],
  ['Contacts', () => ({ search: 'name 7' }), 'search'],
  ['Automations', () => ({})],
  ['AutomationRuns', () => ({})],
  ['AutomationStats', ({ automation }) => ({ id: automation, from: ago(168), to: ago(0), bucket: 'DAY' })],
  ['AutomationExecutions', ({ automation }) => ({ filter: { automationId: automation } })],
  ['Failures', () => ({})],
  ['StageOrders', ({ pipeline, stage }) => ({ pipelineId: pipeline, stageId: stage })],
  ['Search', () => ({ text: 'name 7' })],
  ['AuditLog', () => ({})],
];

const small = await workspaceOf(FEW);
const large = await workspaceOf(Number(many));
await sql('VACUUM ANALYZE');

const nodesOf = (plan) => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
const blocksOf = (all) =>
  all.reduce((sum, { Plan }) => sum + Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks'], 0);
const walkedIn = (all) => [
  ...new Set(
    all
      .flatMap(({ Plan }) => nodesOf(Plan))
      .filter((node) => node['Node Type'].endsWith('Seq Scan') && GROWN.includes(node['Relation Name']))
      .map((node) => node['Relation Name']),
  ),
];

const rows = CASES.map(([name, variablesOf, what]) => ({
  name: what ? `${name}, ${what}` : name,
  askOf: (workspace) => ask(workspace.key, documentOf(name), variablesOf(workspace)),
}));
for (const row of rows) {
  const times = [[], []];
  for (let turn = -7; turn < ASKED; turn++) {
    for (const [index, workspace] of [small, large].entries()) {
      const began = performance.now();
      await row.askOf(workspace);
      if (turn >= 0) times[index].push(performance.now() - began);
    }
  }
  [row.few, row.many] = times.map(median);
}
await server.close();

await sql(`ALTER DATABASE ${databaseName} SET session_preload_libraries = 'auto_explain'`);
for (const [name, value] of Object.entries(EXPLAIN))
  await sql(`ALTER DATABASE ${databaseName} SET auto_explain.${name} = '${value}'`);
server = await startServer(process.env);
for (const row of rows) {
  await row.askOf(large);
  plans.length = 0;
  await row.askOf(large);
  row.plans = plans.map((text) => JSON.parse(text));
}
console.table(
  rows.map((row) => ({
    query: row.name,
    [`ms at ${FEW}`]: Number(row.few.toFixed(1)),
    [`ms at ${many}`]: Number(row.many.toFixed(1)),
    ratio: Number((row.many / row.few).toFixed(2)),
    statements: row.plans.length,
    blocks: blocksOf(row.plans),
    'tables walked': walkedIn(row.plans).join(', '),
  })),
);
await admin.end();
await server.close();
process.exit(0);
