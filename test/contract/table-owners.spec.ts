import { readFileSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a file's statements touch outside its owner's folder: where, which tables, and why the owner is not asked. */
const CROSSINGS: [file: string, tables: string, why: string][] = [
  [
    'automations/decisions/decisions-of-events.ts',
    'decision definition event listener_history',
    'one page over all four',
  ],
  ['automations/demo/demo-content.service.ts', 'stage', 'finds again what it made'],
  [
    'automations/demo/demo-workspace.service.ts',
    'order stage workspace',
    'makes a workspace, and picks an order to move',
  ],
  [
    'automations/inbound/inbound-hooks.statements.ts',
    'automation automation_hook definition',
    'whom an address belongs to, and what its config asks for, in one statement',
  ],
  ['automations/path/event-items.ts', 'decision event listener_history', 'what became of an event, in one statement'],
  [
    'automations/rules/automation-index.ts',
    'automation definition event_listener',
    'rules and their revision of one moment',
  ],
  [
    'automations/schedules/schedules.statements.ts',
    'automation definition',
    'a batch of a slot is begun by the automation as it is',
  ],
  [
    'automations/store/automation-references.ts',
    'definition',
    'an automation refers to things by its current definition',
  ],
  [
    'automations/store/automation-store.ts',
    'automation_gate definition event_listener',
    'an automation changes with all that lets it run',
  ],
  ['cli.ts', 'workspace', 'workspaces are made here alone'],
  ['crm/contacts/contacts.facts.ts', 'contact_tag tag', 'the facts of a contact name its tags'],
  ['crm/contacts/contacts.finding.ts', 'contact_tag order', 'contacts are found by their tags and orders'],
  [
    'crm/conversations/conversations.statements.ts',
    'contact',
    'a message from a stranger makes the contact, all or nothing',
  ],
  ['crm/conversations/inbound/inbound-webhooks.statements.ts', 'workspace', 'webhooks of no workspace are not kept'],
  ['crm/orders/orders.finding.ts', 'order_tag stage', 'orders are found by their tags and pipeline'],
  ['crm/orders/orders.facts.ts', 'order_tag pipeline stage tag', 'the facts of an order name its stage and tags'],
  [
    'crm/orders/orders.statements.ts',
    'contact order_tag pipeline stage tag',
    'an order is checked, written and copied in one statement',
  ],
  ['crm/tags/tags.statements.ts', 'contact order', 'a tag is put only on what is there'],
  ['crm/tasks/tasks.statements.ts', 'contact order', 'a task is made only for what is there'],
  [
    'executions/entry/entries.statements.ts',
    'event outbox',
    'who may enter is decided for events that no other dispatch has',
  ],
  ['executions/log/executions-page.ts', 'event', 'executions are looked for by the order or contact of their event'],
  ['executions/log/start-executions.ts', 'outbox', 'a dispatch takes the event and starts the executions, or neither'],
  ['executions/sql/admit-executions.sql', 'event', 'what is admitted is read in the same statement'],
  ['executions/sql/undispatched-about.sql', 'event outbox', 'what is erased must not be dispatched afterwards'],
  ['executions/sql/find-affected.sql', 'event', 'what an event wakes or ends, and what began it'],
  [
    'executions/waits/subject-endings.service.ts',
    'event',
    'executions are looked for by the contact or order of their event',
  ],
  ['executions/upkeep/retention.ts', 'event outbox', 'an event goes after its executions'],
  [
    'executions/upkeep/secret-rotation.ts',
    'automation_draft idempotency_key webhook_secret whatsapp_account',
    'seals all that is sealed anew',
  ],
  ['platform/api-keys/api-keys.statements.ts', 'audit_entry', 'a key of the system comes with its entry'],
  ['platform/members/members.statements.ts', 'api_key workspace', 'keys and people are listed together'],
];

/** Floors that own their tables as a whole; elsewhere it is the room in which the entity is. */
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

/** The tables of a file's statements, and those that it hands to statements written for any table. */
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

it('finds statements on every table in its own folder', () => {
  const used = touched.flatMap(({ file, tables }) => tables.filter((table) => isHome(file, table)));

  expect([...new Set(used)].sort()).toEqual([...owners.keys()].sort());
});

it('knows of every statement on a table outside its folder, and of no other', () => {
  const crossings = touched
    .map(({ file, tables }) => [file, tables.filter((table) => !isHome(file, table)).join(' ')])
    .filter(([, tables]) => tables);

  expect(crossings.sort()).toEqual(CROSSINGS.map(([file, tables]) => [file, tables]).sort());
});
