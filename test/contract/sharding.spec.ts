import { readFileSync, readdirSync } from 'node:fs';
import ts from 'typescript';
import { createTestDatabase } from '../support/test-database.js';

/** The statements that no workspace bounds, by the reason. docs/scale.md says what each means where tables are distributed by workspace. */
const UNBOUND: Record<string, [file: string, names: string][]> = {
  'Names one workspace, but not for a table that it finds by id alone: a second condition is missing': [
    ['automations/decisions/decisions-of-events.ts', 'DECISIONS'],
    ['automations/editing/automation-references.ts', 'USERS'],
    ['automations/path/event-items.ts', 'KEPT'],
    ['automations/rules/automation-index.ts', 'LOAD'],
    ['automations/store/automation-store.ts', 'FIND PAGE'],
    ['executions/failures/failures.ts', 'FAILURES'],
    ['executions/log/execution-log.service.ts', 'STEPS'],
    ['executions/log/executions-page.ts', 'text'],
    ['executions/sql/undispatched-about.sql', 'undispatched_about'],
    ['executions/stats/execution-stats.ts', 'STEPS_OF'],
    ['executions/upkeep/personal-data.service.ts', 'ENTRIES PAGE REPOINT UNFINISHED WRITE'],
    ['executions/waits/subject-endings.service.ts', 'MARK about'],
    ['platform/outbox/events-after.ts', 'after'],
    ['platform/outbox/events-of-contact.ts', 'PAGE REPOINT'],
  ],
  'Finds rows of one workspace by id: its caller knows the workspace and does not pass it': [
    ['automations/addresses/hook-addresses.ts', 'RESEAL'],
    ['crm/conversations/inbound/inbound-webhooks.statements.ts', 'FAILED PROCESSED'],
    ['executions/engine/claims.ts', 'END_LEASE STANDING'],
    ['executions/entry/entries.statements.ts', 'ANOTHER_UNFINISHED LOCK_ENTRIES_OF TAKE_ENTRIES WRITE_THROTTLE'],
    ['executions/upkeep/secret-rotation.ts', 'KEEP_DEFINITION KEEP_DRAFT KEEP_IDEMPOTENCY_KEY'],
    [
      'executions/upkeep/sleeper-cancellation.ts',
      'AT_WORK FINISH FINISH_SUPERSEDED IN_DOUBT MARK SLEEPERS SLEEPING_OR_QUEUED',
    ],
    ['platform/outbox/outbox.ts', 'COUNT_ATTEMPT'],
  ],
  'Stores, dispatches, admits or moves a batch of several workspaces': [
    ['automations/schedules/schedules.statements.ts', 'BEGIN'],
    ['executions/compiled/definition-cache.ts', 'FIND'],
    ['executions/engine/claims.ts', 'HELD HELD_LOCKED RENEW STEPS'],
    ['executions/engine/control-flow.ts', 'LOCK'],
    ['executions/engine/execution-mover.ts', 'standingColumns'],
    ['executions/entry/entries.service.ts', 'REPLACED'],
    [
      'executions/entry/entries.statements.ts',
      'HOLD_EVENTS HOLD_SLEEPERS LOCK_ENTRIES LOCK_THROTTLES READ_ENTRIES REPLACE_CAUSES REPLACE_DECISIONS WRITE_ENTRIES',
    ],
    ['executions/log/start-executions.ts', 'START'],
    ['executions/sql/admit-queued.sql', 'admit_queued'],
    ['executions/sql/find-affected.sql', 'executions_stopped_by executions_waiting_for'],
    ['executions/sql/move-executions.sql', 'move_executions'],
    ['executions/sql/record-moves.sql', 'record_moves'],
    ['executions/sql/write-steps.sql', 'write_steps'],
    ['executions/waits/endings.service.ts', 'LOCKED MARK'],
    ['executions/waits/waits.service.ts', 'LOCKED TOLD'],
    ['platform/outbox/event-store.ts', 'APPEND'],
  ],
  'Looks for due, lost or old rows of all workspaces: relay, sweeps, retention, metrics': [
    ['automations/inbound/inbound-hooks.statements.ts', 'ANY_OLD FORGET'],
    ['automations/schedules/schedules.statements.ts', 'ANY_SLOT_WORK DUE FORGET TAKE_DUE TAKE_SLOT'],
    ['crm/conversations/conversations.statements.ts', 'ANY_UNTOLD UNTOLD'],
    ['crm/conversations/inbound/inbound-webhooks.statements.ts', 'ANY_LEFT FORGET TAKE_LEFT'],
    ['crm/conversations/sending/person-messages.statements.ts', 'ANY_LEFT TAKE_LEFT'],
    ['crm/tasks/tasks.statements.ts', 'ANY_OVERDUE TAKE_OVERDUE'],
    ['executions/upkeep/backlog.ts', 'COUNT WAITED'],
    ['executions/upkeep/late-outcomes.service.ts', 'DOUBTFUL DOUBTFUL_ONE isDue'],
    ['executions/sql/log-periods.sql', 'drop_log_period'],
    [
      'executions/upkeep/retention.statements.ts',
      'ANY_WORKSPACE_DUE DEFINITIONS LEFTOVERS STEPS TAKE_WORKSPACE UNFINISHED events executions',
    ],
    ['executions/upkeep/sleeper-cancellation.ts', 'ANY_CANCELLING CANCELLING'],
    ['executions/upkeep/sweeper.ts', 'ANY_WORK DUE LOST NEXT_SUSPECT'],
    ['executions/upkeep/waiting-workspaces.ts', 'WAITING_WORKSPACES'],
    ['platform/bulk/bulk.statements.ts', 'ANY_BULK_WORK FORGET_OPERATIONS FORGET_SOURCES NEXT'],
    ['platform/idempotency/idempotency-keys.statements.ts', 'ANY_STALE FORGET'],
    ['platform/outbox/outbox.ts', 'OVERDUE STATE anyOverdue fewerWait'],
  ],
  'Re-encrypts the secrets of all workspaces, when the operator asks for it': [
    ['automations/addresses/hook-addresses.ts', 'ALL'],
    ['executions/upkeep/secret-rotation.ts', 'ACCOUNTS DEFINITIONS DRAFTS IDEMPOTENCY_KEYS WEBHOOK_SECRETS'],
  ],
  'Finds the workspace that a key, an address or a number belongs to': [
    ['automations/inbound/inbound-hooks.statements.ts', 'FIND'],
    ['crm/conversations/accounts/whatsapp-accounts.statements.ts', 'OWNED'],
    ['crm/conversations/inbound/inbound-webhooks.statements.ts', 'STORE'],
    ['platform/api-keys/api-keys.statements.ts', 'ENDED find'],
  ],
  'A table without workspaces': [['platform/sql-files/sql-files.ts', 'applied applySqlFiles']],
};

const SRC = new URL('../../src/', import.meta.url);
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(ts|sql)$/.test(file) && !/\.(spec|migration)\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(new URL(file, SRC), 'utf8') }));

const tables = files.flatMap(({ text }) =>
  [...text.matchAll(/@Entity\(\{ name: '(\w+)' \}\)/g)].map(([, table]) => table!),
);

/** The SQL in a file, by the name of what it is assigned to; parts that the same file defines are filled in. */
function statementsOf({ file, text }: { file: string; text: string }): { name: string; sql: string }[] {
  if (file.endsWith('.sql'))
    return text
      .replace(/^[ \t]*--.*$/gm, '')
      .split(/^(?=CREATE )/m)
      .map((sql) => ({ name: /FUNCTION (\w+)/.exec(sql)?.[1] ?? '', sql }));
  const found: { name: string; sql: string }[] = [];
  const visit = (node: ts.Node, name: string): void => {
    const own = (node as { name?: ts.Node }).name;
    const within = own && (ts.isIdentifier(own) || ts.isStringLiteral(own)) ? own.text : name;
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) found.push({ name, sql: node.getText() });
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), '');
  const parts = new Map([...found].reverse().map(({ name, sql }) => [name, sql]));
  const filled = (sql: string): string =>
    sql.replace(/\$\{([A-Z_]+)\}/g, (part, name: string) => (parts.has(name) ? filled(parts.get(name)!) : part));
  return found.map(({ name, sql }) => ({ name, sql: filled(sql) }));
}

const MENTION = new RegExp(
  String.raw`\b(FROM|JOIN|INTO|UPDATE|USING)\s+"?(${tables.join('|')})"?(?![\w(])(?:\s+(?:AS\s+)?(?!(?:SET|WHERE|ON|USING|VALUES|SELECT|ORDER|LIMIT|JOIN|LEFT|CROSS|GROUP|FOR|UNION|RETURNING)\b)(\w+))?`,
  'g',
);

const ONE_WORKSPACE =
  /workspace_id = \$\d|\bw\.id = \$\d|FROM workspace WHERE id = \$\d|\bworkspace_id = w\b|INSERT INTO/;

/** Whether no condition binds one of the statement's tables to one workspace. */
function isUnbound(sql: string): boolean {
  const parts = new Set([...sql.matchAll(/\b(\w+) AS (?:MATERIALIZED )?\(/g)].map(([, name]) => name));
  const mentions = [...sql.matchAll(MENTION)].filter(([, , table]) => !parts.has(table));
  // A part of a statement is bound by what the statement says of the tables beside it.
  const isWhole = /^\W*(?:SELECT|UPDATE|DELETE|WITH|CREATE)\b/.test(sql);
  if (isWhole && mentions.length > 0 && !ONE_WORKSPACE.test(sql)) return true;
  return mentions.some(
    ([mention, verb, table, alias]) => !isBound(sql, { mention, verb: verb!, table: table!, alias }),
  );
}

function isBound(
  sql: string,
  { mention, verb, table, alias }: { mention: string; verb: string; table: string; alias: string | undefined },
): boolean {
  const column = table === 'workspace' ? 'id' : 'workspace_id';
  if (verb === 'INTO') {
    const columns = sql.slice(sql.indexOf(mention)).split(')')[0]!;
    return columns.includes(column) && !/"workspaceId"|AS k\(workspace_id/.test(sql);
  }
  const name = alias ? `${alias}\\.` : `(?:"?${table}"?\\.)?`;
  return new RegExp(`(?<![\\w.])${name}${column} = (?:\\$\\d|\\w+\\.workspace_id)|= ${name}${column}\\b`).test(sql);
}

it('lists exactly the statements that no workspace bounds', () => {
  const found = files.flatMap((file) =>
    statementsOf(file)
      .filter(({ sql }) => isUnbound(sql))
      .map(({ name }) => `${file.file} ${name}`),
  );
  const listed = Object.values(UNBOUND)
    .flat()
    .flatMap(([file, names]) => names.split(' ').map((name) => `${file} ${name}`));

  expect([...new Set(found)].sort()).toEqual(listed.sort());
});

it('notices a statement that forgets its workspace', () => {
  expect(isUnbound('SELECT name FROM contact WHERE workspace_id = $1 AND id = $2')).toBe(false);
  expect(isUnbound('SELECT name FROM contact WHERE id = $1')).toBe(true);
  expect(
    isUnbound('SELECT s.key FROM execution e JOIN step s ON s.execution_id = e.id WHERE e.workspace_id = $1'),
  ).toBe(true);
  expect(isUnbound('SELECT t.id FROM task t JOIN contact c ON c.workspace_id = t.workspace_id')).toBe(true);
  expect(isUnbound('INSERT INTO contact (id, name) VALUES ($1, $2)')).toBe(true);
});

const KEYS = `
  SELECT c.relname || ': ' || string_agg(a.attname, ' ' ORDER BY k.place) AS key
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'migrations' AND NOT c.relispartition
  CROSS JOIN LATERAL unnest(i.indkey::int[]) WITH ORDINALITY AS k(attnum, place) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
  WHERE i.indisunique GROUP BY c.relname, i.indexrelid
  HAVING NOT bool_or(a.attname = CASE c.relname WHEN 'workspace' THEN 'id' ELSE 'workspace_id' END) ORDER BY 1`;

it('lists exactly the unique keys without a workspace', async () => {
  const database = await createTestDatabase();
  const keys = await database.query<{ key: string }>(KEYS);
  await database.drop();

  expect(keys.map(({ key }) => key)).toEqual([
    'api_key: id',
    'api_key: key_hash',
    'audit_entry: id',
    'automation: id',
    'automation_audit: id',
    'automation_draft: automation_id',
    'automation_gate: automation_id',
    'automation_hook: automation_id',
    'automation_hook: token_hash',
    'automation_schedule: automation_id',
    'decision: event_id',
    'definition: automation_id version',
    'definition: id',
    'entry: automation_id subject_id',
    'event: id',
    'execution: event_id automation_id',
    'execution: id',
    'hook_delivery: automation_id key',
    'idempotency_key: id',
    'inbound_webhook: id',
    'listener_history: definition_id since',
    'message: id',
    'outbox: event_id',
    'schedule_slot: automation_id slot',
    'sql_file: name',
    'step: execution_id index',
    'task_deadline: task_id due_at',
    'throttle: scope_id subject_id',
    'whatsapp_account: phone_number_id',
  ]);
});
