import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { socketOf } from './live.js';
import type { TestDatabase } from './test-database.js';
import type { Client } from './test-server.js';

/** The attacker and the contents of its workspace. */
export interface Attacker {
  url: string;
  client: Client;
  database: TestDatabase;
  contactId: string;
  pipelineId: string;
  stages: { id: string }[];
}

/** A way to keep a server busy; resolves when the server has answered. */
export interface Attack {
  name: string;
  run(attacker: Attacker): Promise<void>;
}

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

/** Sends a document that must be rejected or get a small answer. */
const asks = (
  name: string,
  query: (attacker: Attacker) => string,
  variables: (attacker: Attacker) => object = () => ({}),
): Attack => ({
  name,
  run: async (attacker) => {
    const answer = await attacker.client.raw(query(attacker), variables(attacker));
    const bytes = JSON.stringify(answer).length;
    if (bytes > 1_000_000) throw new Error(`${name}: an answer of ${bytes} bytes`);
  },
});

const ofContact =
  (part: string) =>
  ({ contactId }: Attacker) =>
    `{ contact(id: "${contactId}") { ${part} } }`;
const CREATE_AUTOMATION = 'mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }';
const UPDATE_CONTACT =
  'mutation ($id: ID!, $input: UpdateContactInput!) { updateContact(id: $id, input: $input) { id } }';
const nested = (depth: number) => JSON.parse(`${'{"a":['.repeat(depth)}${']}'.repeat(depth)}`) as unknown;
const automation = (title: string, type = 'order.stage_changed') => ({
  name: 'Attack',
  trigger: { type },
  actions: [{ type: 'create_task', params: { title } }],
});

/** Attacks on the limits of one answer. */
export const ON_ANSWERS: Attack[] = [
  asks(
    'a query nested four lists deep',
    ofContact('orders { contact { orders { contact { orders { contact { orders { id } } } } } } }'),
  ),
  asks(
    'a query that makes as many objects as it may',
    ofContact('orders { contact { orders(first: 95) { id contact { id } } } }'),
  ),
  asks(
    'a query that makes more objects than it may',
    ofContact('orders { a: contact { orders { id stage { id } } } b: contact { orders { name pipeline { id } } } }'),
  ),
  asks(
    'a page as large as the default of a variable',
    () => 'query ($n: Int = 100) { contacts(first: $n) { edges { node { orders { tasks { id } } } } } }',
  ),
  asks(
    'texts of 60 KB under 50 aliases',
    () => `{ contacts(first: 100) { edges { node { ${times(50, (n) => `a${n}: customFields`)} } } } }`,
  ),
  asks(
    'type names under 48 aliases',
    ofContact(`orders { contact { orders { ${times(48, (n) => `a${n}: __typename`)} } } }`),
  ),
  asks('one field 300 times over', ofContact(`orders { ${times(300, () => 'stage { id name }')} }`)),
  asks(
    'the same mistake in each of 10,000 fields',
    ofContact('orders { contact { orders { tasks(first: 0) { id } } } }'),
  ),
  {
    name: 'a subscription to everything',
    run: async ({ url, client }) => {
      const socket = socketOf(url, client.key);
      const query = `subscription { executionUpdated { ${times(40, (n) => `a${n}: event { decisions { execution { steps { key } } } }`)} } }`;
      await socket
        .iterate({ query })
        .next()
        .catch(() => undefined);
      await socket.dispose();
    },
  },
];

/** Attacks on the limits of one input. */
export const ON_INPUTS: Attack[] = [
  asks(
    'JSON nested 2,000 deep',
    () => UPDATE_CONTACT,
    ({ contactId }) => ({ id: contactId, input: { customFields: nested(2_000) } }),
  ),
  asks(
    'conditions nested 2,000 deep',
    () => CREATE_AUTOMATION,
    () => ({ input: { ...automation('x'), conditions: nested(2_000) } }),
  ),
  {
    name: "a body that drips, to a stranger's address and to our own",
    run: async ({ url, client }) => {
      const { hostname, port } = new URL(url);
      for (const path of ['/graphql', `/webhooks/whatsapp/${client.workspaceId}`]) {
        const socket = connect(Number(port), hostname);
        await once(socket, 'connect');
        socket.on('error', () => undefined);
        socket.write(
          `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{`,
        );
        for (let n = 0; n < 5 && socket.writable; n++) {
          socket.write(' ');
          await setTimeout(100);
        }
        socket.destroy();
      }
    },
  },
];

/** Attacks on expensive validation: an address, placeholders, a template, a delivery. */
export const ON_CHECKS: Attack[] = [
  asks(
    'an e-mail address of 120 KB of dots',
    () => UPDATE_CONTACT,
    ({ contactId }) => ({ id: contactId, input: { email: `x@${'.'.repeat(120_000)}@` } }),
  ),
  asks(
    'an automation with 23,100 unknown placeholders',
    () => CREATE_AUTOMATION,
    () => {
      const action = { type: 'create_task', params: { title: '{{ unknown.x }} '.repeat(1_155) } };
      return { input: { ...automation('x'), actions: Array.from({ length: 20 }, () => action) } };
    },
  ),
  {
    name: 'a template that formats 6,500 dates',
    run: async ({ client }) => {
      const title = "{% for i in (1..6500) %}{{ 'now' | date: '%H', 'America/Bogota' }}{% endfor %}";
      const input = automation(title, 'contact.created');
      const { data } = await client.raw<{ createAutomation: { id: string } | null }>(CREATE_AUTOMATION, { input });
      await client.raw('mutation { createContact(input: { name: "Starts it" }) { id } }');
      const made = data?.createAutomation;
      if (made) await client.raw(`mutation { deleteAutomation(id: "${made.id}") { id } }`);
    },
  },
  {
    name: 'an unsigned delivery of 3 MB',
    run: async ({ url, client }) => {
      await fetch(`${url}/webhooks/whatsapp/${client.workspaceId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
        body: `{"entry":[${'{"a":1},'.repeat(370_000)}{}]}`,
      });
    },
  },
];
