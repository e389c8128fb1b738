import { readdir } from 'node:fs/promises';
import type { EventDefinition } from '../../src/platform/events/define-event.js';
import { ConversationsService } from '../../src/crm/conversations/conversations.service.js';
import { OverdueTasks } from '../../src/crm/tasks/overdue-tasks.service.js';
import { newId } from '../../src/kernel/ids.js';
import { Pulse } from '../../src/platform/pulse/pulse.service.js';
import { UnitOfWork } from '../../src/platform/work/unit-of-work.js';
import type { Work } from '../../src/platform/work/work.js';
import { outside } from '../../src/platform/events/origin.js';
import { TRIGGERS } from '../../src/triggers/triggers.js';
import { aCustomField, anAutomation, makeSale, send, type Sale } from '../support/sale.js';
import { stateOf } from '../support/state.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

// CRM events, and events that exist only for triggers.
const PLACES = ['crm', 'triggers'].map((place) => new URL(`../../src/${place}/`, import.meta.url));

let server: TestServer;
let client: Client;
let sale: Sale;

/** How an event is caused: the preparation, and the one change that publishes it. */
interface Writer {
  prepare?: () => Promise<unknown>;
  write: () => Promise<unknown>;
}

const tagging = () => ({ input: { tagId: sale.tag.id, entityType: 'ORDER', entityId: sale.order.id } });

const conversations = () => server.app.get(ConversationsService, { strict: false });
const work = <T>(body: (work: Work) => Promise<T>) =>
  server.app.get(UnitOfWork, { strict: false }).run(outside(client.workspaceId, { type: 'channel', id: null }), body);
/** Sends a mutation and fails the test on any error. */
async function graphql(mutation: string): Promise<void> {
  const { errors } = await client.raw(`mutation { ${mutation} }`);
  if (errors) throw new Error(errors[0]!.message);
}
let customField: string;
const aDefinition = async () => (customField = await aCustomField(client));
let messageId: string;
let other: string;

async function aMessagePending(): Promise<void> {
  messageId = newId();
  await work((each) =>
    conversations().prepareOutbound(each, { messageId, contactId: sale.contact.id, kind: 'TEXT', text: 'Hi' }),
  );
}

let automationId: string;
const anAutomationFor =
  (trigger: object, parts: object = {}) =>
  async () => {
    const input = anAutomation({ trigger, actions: [STOP], ...parts });
    automationId = (await send(client, 'CreateAutomation', { input })).id;
  };
const STOP = { type: 'stop', params: { reason: 'For {{ event.type }}' } };

const WRITERS: Record<string, Writer> = {
  'automation.started_by_hand': {
    prepare: anAutomationFor({ type: 'manual', config: { about: 'contact' } }),
    write: async () => {
      const { errors } = await client.raw(
        `mutation ($id: ID!, $contactId: ID!) { startAutomation(id: $id, input: { contactId: $contactId }) { id } }`,
        { id: automationId, contactId: sale.contact.id },
      );
      if (errors) throw new Error(errors[0]!.message);
    },
  },
  'contact.merged': {
    prepare: () => {
      other = newId();
      return server.database.query(`INSERT INTO contact (id, workspace_id, name) VALUES ($1, $2, 'Other')`, [
        other,
        client.workspaceId,
      ]);
    },
    write: () => graphql(`mergeContacts(into: "${sale.contact.id}", from: "${other}") { id }`),
  },
  'contact.created': { write: () => send(client, 'CreateContact', { input: { name: 'Bruno' } }) },
  'custom_field.updated': {
    prepare: aDefinition,
    write: () => graphql(`updateCustomFieldDefinition(id: "${customField}", input: { title: "Cup size" }) { id }`),
  },
  'custom_field.deleted': {
    prepare: aDefinition,
    write: () => graphql(`deleteCustomFieldDefinition(id: "${customField}") { id }`),
  },
  'field.changed': { write: () => send(client, 'UpdateOrder', { id: sale.order.id, input: { value: '300' } }) },
  'message.failed': {
    prepare: aMessagePending,
    write: () =>
      work((each) =>
        conversations().settleOutbound(each, messageId, {
          status: 'FAILED',
          provider: 'local',
          error: { code: 'LOST', message: 'Lost' },
        }),
      ),
  },
  'order.deleted': { write: () => graphql(`deleteOrder(id: "${sale.order.id}") { id }`) },
  'pipeline.updated': {
    write: () => graphql(`updatePipeline(id: "${sale.pipeline.id}", input: { name: "Renamed" }) { id }`),
  },
  'order.created': {
    write: () => send(client, 'CreateOrder', { input: { pipelineId: sale.pipeline.id, contactId: sale.contact.id } }),
  },
  'order.items_changed': {
    write: () =>
      graphql(`updateOrder(id: "${sale.order.id}", input: { items: [{ title: "Cup", quantity: 1 }] }) { id }`),
  },
  'order.stage_changed': {
    write: () => send(client, 'MoveOrder', { id: sale.order.id, stageId: sale.pipeline.stages[1]!.id }),
  },
  'tag.assigned': { write: () => send(client, 'AssignTag', tagging()) },
  'tag.removed': {
    prepare: () => send(client, 'AssignTag', tagging()),
    write: () => send(client, 'RemoveTag', tagging()),
  },
  'tag.updated': { write: () => graphql(`updateTag(id: "${sale.tag.id}", input: { name: "Renamed" }) { id }`) },
  'tag.deleted': { write: () => graphql(`deleteTag(id: "${sale.tag.id}") { id }`) },
  'task.deleted': { write: () => graphql(`deleteTask(id: "${sale.task.id}") { id }`) },
  'task.completed': { write: () => send(client, 'CompleteTask', { id: sale.task.id }) },
  'task.created': {
    write: () => send(client, 'CreateTask', { input: { title: 'Call back', orderId: sale.order.id } }),
  },
  'task.reopened': {
    prepare: () => send(client, 'CompleteTask', { id: sale.task.id }),
    write: () => graphql(`reopenTask(id: "${sale.task.id}") { id }`),
  },
  'task.updated': { write: () => graphql(`updateTask(id: "${sale.task.id}", input: { title: "Write" }) { id }`) },
  'task.overdue': {
    prepare: () =>
      send(client, 'CreateTask', { input: { title: 'Late', dueAt: '2020-01-01T00:00:00Z', orderId: sale.order.id } }),
    write: () => server.app.get(OverdueTasks, { strict: false }).sweep(),
  },
  'webhook.received': {
    prepare: anAutomationFor({ type: 'webhook' }),
    write: async () => {
      const { data } = await client.raw<{ automation: { inboundUrl: string } }>(
        `query ($id: ID!) { automation(id: $id) { inboundUrl } }`,
        { id: automationId },
      );
      const response = await fetch(`${server.url}${data.automation.inboundUrl}`, { method: 'POST', body: '{}' });
      if (response.status !== 202) throw new Error(await response.text());
      await response.body?.cancel();
    },
  },
  'whatsapp.message_sent': {
    prepare: aMessagePending,
    write: () => work((each) => conversations().settleOutbound(each, messageId, { status: 'SENT', provider: 'local' })),
  },
  'contact.deleted': { write: () => graphql(`deleteContact(id: "${sale.contact.id}") { id }`) },
  'whatsapp.message_received': {
    write: () => send(client, 'ReceiveMessage', { input: { phone: '+5511999990000', text: 'What is the price?' } }),
  },
};

beforeAll(async () => {
  server = await startTestServer();
  // Each sweep is done by the test that asks for it.
  await server.app.get(Pulse, { strict: false }).stop();
});

beforeEach(async () => {
  client = await server.client();
  sale = await makeSale(client);
});

afterAll(() => server.close());

/** Every defined event. */
async function definedTypes(): Promise<string[]> {
  const types: string[] = [];
  for (const place of PLACES) {
    const files = (await readdir(place, { recursive: true })).filter((file) => file.endsWith('.events.ts')).sort();
    for (const file of files) {
      const exports = (await import(new URL(file, place).href)) as Record<string, EventDefinition>;
      types.push(...Object.values(exports).map(({ type }) => type));
    }
  }
  return types;
}

const countOf = async (type: string) => {
  const [row] = await server.database.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM event WHERE workspace_id = $1 AND type = $2',
    [client.workspaceId, type],
  );
  return row!.count;
};

// Slots publish these and repeat a failed start: see test/e2e/schedules.
const OF_THE_CLOCK = [...TRIGGERS.values()].flatMap(({ on, timer }) => (timer ? [on.type] : []));

it('has a writer for every defined event', async () => {
  expect([...Object.keys(WRITERS), ...OF_THE_CLOCK].sort()).toEqual((await definedTypes()).sort());
});

it('has an event behind every trigger', async () => {
  const defined = new Set(await definedTypes());
  expect([...TRIGGERS.values()].filter(({ on }) => !defined.has(on.type)).map(({ type }) => type)).toEqual([]);
});

describe.each(Object.entries(WRITERS))('%s', (type, { prepare, write }) => {
  it('is written once for one change', async () => {
    await prepare?.();
    const before = await countOf(type);
    await write();
    expect(await countOf(type)).toBe(before + 1);
  });

  it('rolls back its change when it cannot be stored', async () => {
    await prepare?.();
    await server.quiet();
    await refusing('BEFORE INSERT', async () => {
      const before = await stateOf(server.database);
      await expect(write()).rejects.toThrow();
      expect(await stateOf(server.database)).toBe(before);
    });
  });

  it('is rolled back with its change when the commit fails', async () => {
    await prepare?.();
    await server.quiet();
    await refusing('AFTER INSERT', async () => {
      const before = await stateOf(server.database);
      await expect(write()).rejects.toThrow();
      expect(await stateOf(server.database)).toBe(before);
    });
  });
});

// Rejects an event when it is stored or, if deferred, when its transaction commits.
async function refusing(when: 'BEFORE INSERT' | 'AFTER INSERT', body: () => Promise<void>): Promise<void> {
  const { query } = server.database;
  const [kind, deferred] =
    when === 'AFTER INSERT' ? ['CONSTRAINT TRIGGER', 'DEFERRABLE INITIALLY DEFERRED'] : ['TRIGGER', ''];
  await query(
    `CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused''; END'`,
  );
  await query(`CREATE ${kind} refuse ${when} ON event ${deferred} FOR EACH ROW EXECUTE FUNCTION refuse()`);
  server.app.useLogger(false);
  try {
    await body();
  } finally {
    await query('DROP TRIGGER refuse ON event');
  }
}

it('starts its triggers when the CRM publishes it', async () => {
  const configs: Record<string, object> = {
    'field.changed': { field: 'order.value' },
    'whatsapp.keyword_match': { keywords: ['price'] },
  };
  const triggers = [...TRIGGERS.values()]
    .filter(({ type, addressee }) => !addressee && (type in WRITERS || type in configs))
    .map(({ type }) => type);
  for (const type of triggers) {
    await send(client, 'CreateAutomation', {
      input: anAutomation({
        name: type,
        trigger: { type, config: configs[type] ?? {} },
        // Changes nothing, so it starts nothing else.
        actions: [STOP],
      }),
    });
  }
  const ended = server.ended(client.workspaceId, triggers.length);

  // Delete last, when no execution refers to the entity.
  const isDeletion = (type: string) => type.endsWith('.deleted');
  const types = Object.keys(WRITERS).filter((type) => triggers.includes(type));
  for (const type of [...types.filter((each) => !isDeletion(each)), ...types.filter(isDeletion)]) {
    if (isDeletion(type)) await server.quiet();
    if (!['tag.removed', 'task.reopened'].includes(type)) await WRITERS[type]!.prepare?.();
    // Creating the task that becomes overdue also publishes an event.
    if (type !== 'task.created') await WRITERS[type]!.write();
  }
  await ended;

  for (const type of triggers) {
    const { edges } = await send<{ edges: { node: { status: string; automation: { name: string } } }[] }>(
      client,
      'Executions',
      { filter: { triggerType: type } },
    );
    expect(edges.map(({ node }) => [node.automation.name, node.status])).toEqual([[type, 'SUCCEEDED']]);
  }
});
