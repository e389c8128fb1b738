import { readFileSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** The tables that a file's SQL touches outside its owner's folder, and the reason. */
const CROSSINGS: [file: string, tables: string, why: string][] = [
  [
    'automations/decisions/decisions-of-events.ts',
    'decision definition event listener_history',
    'reads one page from all four tables',
  ],
  ['automations/demo/demo-content.service.ts', 'stage', 'finds the stages that it created before'],
  [
    'automations/demo/demo-workspace.service.ts',
    'order stage workspace',
    'creates a workspace, and picks an order to move',
  ],
  [
    'automations/inbound/inbound-hooks.statements.ts',
    'automation automation_hook definition',
    'finds the automation of an address, and its config, in one statement',
  ],
  [
    'automations/editing/automation-references.ts',
    'automation automation_draft definition',
    'the current definition and the draft of an automation contain references',
  ],
  [
    'automations/path/event-items.ts',
    'decision event listener_history',
    'reads the results of an event in one statement',
  ],
  [
    'automations/rules/automation-index.ts',
    'automation definition event_listener',
    'reads rules and their revision from one snapshot',
  ],
  [
    'automations/schedules/schedules.statements.ts',
    'automation definition',
    'starts a batch of a slot with the current automation',
  ],
  [
    'automations/store/automation-store.ts',
    'automation_gate definition event_listener',
    'changes an automation together with everything that makes it run',
  ],
  ['cli.ts', 'workspace', 'only this command creates workspaces'],
  ['crm/contacts/contacts.facts.ts', 'contact_tag tag', 'the facts of a contact name its tags'],
  ['crm/contacts/contacts.finding.ts', 'contact_tag order', 'contacts are found by their tags and orders'],
  [
    'crm/conversations/conversations.statements.ts',
    'contact',
    'stores the message of an unknown sender and the new contact together',
  ],
  [
    'crm/conversations/inbound/inbound-webhooks.statements.ts',
    'workspace',
    'stores only webhooks of existing workspaces',
  ],
  ['crm/orders/order-update.statements.ts', 'contact stage', 'sets only an existing contact and stage'],
  ['crm/orders/orders.finding.ts', 'order_tag stage', 'orders are found by their tags and pipeline'],
  ['crm/orders/orders.facts.ts', 'order_tag pipeline stage tag', 'the facts of an order name its stage and tags'],
  [
    'crm/orders/orders.statements.ts',
    'contact order_tag pipeline stage tag',
    'an order is checked, written and copied in one statement',
  ],
  ['crm/tags/tags.statements.ts', 'contact order', 'tags only existing entities'],
  ['crm/tasks/tasks.statements.ts', 'contact order', 'creates tasks only for existing entities'],
  ['executions/causes/execution-wait.ts', 'workspace', 'an execution waits for a slot of its workspace'],
  [
    'executions/entry/entries.statements.ts',
    'event outbox',
    'decides who may enter only for events that no other dispatch holds',
  ],
  ['executions/log/executions-page.ts', 'event', 'finds executions by the order or contact of their event'],
  [
    'executions/log/start-executions.ts',
    'outbox',
    'removes the event from the outbox and starts its executions, or neither',
  ],
  [
    'executions/sql/admit-queued.sql',
    'event workspace',
    "reads the admitted executions' events, and the workspace's own limit",
  ],
  ['executions/sql/log-periods.sql', 'event outbox', 'partitions the log, and drops what nothing needs'],
  ['executions/sql/undispatched-about.sql', 'event outbox', 'erased data must not be dispatched later'],
  ['executions/sql/find-affected.sql', 'event', 'finds what an event wakes or ends, and its cause'],
  ['executions/waits/subject-endings.service.ts', 'event', 'finds executions by the contact or order of their event'],
  ['executions/upkeep/backlog.ts', 'workspace', 'an execution could begin below the own limit of its workspace'],
  [
    'executions/upkeep/retention.statements.ts',
    'event outbox workspace',
    'deletes an event after its executions, and takes turns between workspaces',
  ],
  [
    'executions/upkeep/secret-rotation.ts',
    'automation_draft idempotency_key webhook_secret whatsapp_account',
    'encrypts every secret again',
  ],
  [
    'platform/api-keys/api-keys.statements.ts',
    'audit_entry workspace',
    "creates a system key together with its audit entry, and finds a key with its workspace's own limit",
  ],
  ['platform/members/members.statements.ts', 'api_key workspace', 'lists keys and people together'],
  ['platform/workspaces/own-limits.ts', 'audit_entry', 'changes limits together with the audit entry'],
];

/** Floors that own their tables as a whole; elsewhere the owner is the room that contains the entity. */
const OWNING_FLOORS = ['executions'];

const SRC = new URL('../../src/', import.meta.url);
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(ts|sql)$/.test(file) && !/\.(spec|migration)\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(new URL(file, SRC), 'utf8') }));

const owners = new Map(
  files.flatMap(({ file, text }) =>
    [...text.matchAll(/@Entity\(\{ name: '(\w+)' \}\)/g)].map(([, table]) => [table!, ownerFor(file)]),
  ),
);

function ownerFor(file: string): string {
  const floor = file.split('/')[0]!;
  return OWNING_FLOORS.includes(floor) ? floor : dirname(file);
}

/** The tables in a file's statements, and those it passes to statements written for any table. */
function tablesIn(text: string): string[] {
  const code = text.replace(/^[ \t]*(?:\/\/|\/?\*|--).*$/gm, '');
  const parts = new Set([...code.matchAll(/\b(\w+) AS (?:MATERIALIZED )?\(/g)].map(([, name]) => name));
  const named = [
    ...code.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE|USING)\s+"?([a-z_]+)"?/g),
    ...code.matchAll(/(?:\b(?:table|link): |patchStatement\()'"?([a-z_]+)"?'/g),
  ];
  return [...new Set(named.map(([, name]) => name!))].filter((name) => owners.has(name) && !parts.has(name)).sort();
}

const touched = files.map(({ file, text }) => ({ file, tables: tablesIn(text) }));
const isHome = (file: string, table: string) => file.startsWith(`${owners.get(table)!}/`);

it('finds the SQL of every table in its own folder', () => {
  const used = touched.flatMap(({ file, tables }) => tables.filter((table) => isHome(file, table)));

  expect([...new Set(used)].sort()).toEqual([...owners.keys()].sort());
});

it('lists exactly the files whose SQL touches a table outside its folder', () => {
  const crossings = touched
    .map(({ file, tables }) => [file, tables.filter((table) => !isHome(file, table)).join(' ')])
    .filter(([, tables]) => tables);

  expect(crossings.sort()).toEqual(CROSSINGS.map(([file, tables]) => [file, tables]).sort());
});
