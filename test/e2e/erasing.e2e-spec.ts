import { newId } from '../../src/kernel/ids.js';
import { stateOf } from '../support/state.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { deliver, messages, WEBHOOK_ENV } from '../support/whatsapp-webhook.js';
import { Workshop } from '../support/workshop.js';

/** The documents of the contract, word for word. */
const DELETE = 'mutation DeleteContact($id: ID!, $erase: Boolean) { deleteContact(id: $id, erase: $erase) { id } }';
const MERGE = 'mutation MergeContacts($into: ID!, $from: ID!) { mergeContacts(into: $into, from: $from) { id } }';

const PERSON = { name: 'Zuleika Quintanilla', phone: '+5511999990000', email: 'zuleika@quintanilla.example' };
const TRACES = ['Zuleika', 'Quintanilla', '5511999990000', 'quintanilla.example', 'Marmelade'];

let server: TestServer;
let client: Client;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer(WEBHOOK_ENV);
});

beforeEach(async () => {
  client = await server.client('admin');
  shop = await Workshop.open(client, { contact: { ...PERSON, customFields: { pet: 'Marmelade' } } });
});

afterAll(() => server.close());

async function done(document: string, variables: object): Promise<void> {
  const { errors } = await client.raw(document, variables);
  expect(errors).toBeUndefined();
}

const codeOf = async (document: string, variables: object) =>
  (await client.raw(document, variables)).errors?.[0]?.extensions.code;

/** The tables that contain one of the texts in a row of the workspace, as text or as bytes. */
async function tablesWith(texts: string[]): Promise<string[]> {
  const tables = await server.database.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const needles = texts.flatMap((text) => [`%${text}%`, `%${Buffer.from(text).toString('hex')}%`]);
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await server.database.query(
      `SELECT FROM (SELECT to_jsonb(t) AS row FROM ${name} t) r WHERE row::text ILIKE ANY ($1)
         AND coalesce(row ->> 'workspace_id', $2) = $2 LIMIT 1`,
      [needles, client.workspaceId],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

const countsOf = async () => {
  const counts: Record<string, number> = {};
  for (const table of ['event', 'decision', 'execution', 'step']) {
    const [row] = await server.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table} WHERE workspace_id = $1`,
      [client.workspaceId],
    );
    counts[table] = row!.count;
  }
  return counts;
};

/** Stores personal data everywhere: messages both ways, conditions, templates, an error, tasks, an order, a sleeper. */
async function live(): Promise<void> {
  const isHer = { logic: 'AND', conditions: [{ field: 'contact.name', operator: 'contains', value: 'Z' }] };
  await shop.automate(
    [
      { key: 'say', type: 'send_whatsapp_text', params: { text: 'Hello {{ contact.name }} {{ contact.email }}' } },
      {
        key: 'way',
        type: 'branch',
        arms: [
          {
            name: 'her',
            conditions: isHer,
            actions: [{ type: 'create_task', params: { title: '{{ contact.name }}' } }],
          },
        ],
        otherwise: [],
      },
      { key: 'later', type: 'create_task', params: { title: '{{ trigger.contact.phone }}' }, delay: '1d' },
    ],
    { name: 'Answers', trigger: { type: 'whatsapp.message_received' }, conditions: isHer },
  );
  await shop.automate([{ key: 'bad', type: 'change_stage', params: { stageId: '{{ contact.name }}' } }], {
    name: 'Fails',
  });
  await deliver(
    server,
    client.workspaceId,
    messages({ id: 'wamid.erase', type: 'text', text: { body: 'I am Zuleika Quintanilla' } }),
  );
  await client.send('UpdateContact', {
    id: shop.contactId,
    input: { city: 'Quintanilla', customFields: { pet: 'Marmelade II' } },
  });
  await shop.move(await shop.order({ name: 'For Zuleika' }), 'Won');
  await server.quiet();
}

it('erases a person from every table, keeps the counts, and still shows what happened', async () => {
  await live();
  expect(await tablesWith(TRACES)).toEqual(
    expect.arrayContaining([
      'contact',
      'decision',
      'event',
      'execution',
      'inbound_webhook',
      'message',
      'step',
      'task',
      '"order"',
    ]),
  );
  const before = await countsOf();
  await done(DELETE, { id: shop.contactId, erase: true });
  await server.quiet();

  expect(await tablesWith(TRACES)).toEqual([]);
  expect(await countsOf()).toEqual({ ...before, event: before.event! + 1 });
  const executions = await shop.executions();
  expect(executions.map(({ automation, status, error }) => [automation.name, status, error?.code])).toEqual([
    ['Answers', 'CANCELLED', 'SUBJECT_DELETED'],
    ['Fails', 'FAILED', expect.any(String)],
  ]);
  for (const { id, event } of executions) {
    expect((await shop.execution(id)).steps.length).toBeGreaterThan(0);
    expect((await shop.decisions(event.id)).length).toBeGreaterThan(0);
  }
});

it('refuses to erase while an event about the person waits for its dispatch', async () => {
  await live();
  const before = await stateOf(server.database);
  const [event] = await server.database.query<{ id: string }>(
    `SELECT id FROM event WHERE workspace_id = $1 AND contact_id = $2 LIMIT 1`,
    [client.workspaceId, shop.contactId],
  );
  await server.database.query("INSERT INTO outbox (event_id, stored_at) VALUES ($1, clock_now() + interval '1 day')", [
    event!.id,
  ]);
  expect(await codeOf(DELETE, { id: shop.contactId, erase: true })).toBe('CONFLICT');
  await server.database.query('DELETE FROM outbox');
  expect(await stateOf(server.database)).toBe(before);
});

it('erases the remaining data of a person who was deleted before', async () => {
  await live();
  await done(DELETE, { id: shop.contactId });
  expect(await tablesWith(['Zuleika'])).toEqual(expect.arrayContaining(['event', 'step']));
  await done(DELETE, { id: shop.contactId, erase: true });

  expect((await tablesWith(TRACES)).filter((table) => table !== 'inbound_webhook')).toEqual([]);
  expect(await codeOf(DELETE, { id: shop.contactId })).toBe('NOT_FOUND');
  expect(await codeOf(DELETE, { id: newId(), erase: true })).toBe('NOT_FOUND');
});

it('allows editors to delete, and only admins to erase and merge', async () => {
  const key = await server.keyFor(client.workspaceId, 'editor');
  const ask = async (query: string, variables: object) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables }),
    });
    return ((await response.json()) as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code;
  };
  expect(await ask(DELETE, { id: shop.contactId, erase: true })).toBe('FORBIDDEN');
  expect(await ask(MERGE, { into: shop.contactId, from: newId() })).toBe('FORBIDDEN');
  expect(await ask(DELETE, { id: shop.contactId, erase: false })).toBeUndefined();
});

it('deletes a contact with everything that belongs to it, and starts automations that listen for it', async () => {
  await live();
  await shop.automate([{ key: 'note', type: 'create_task', params: { title: 'Gone: {{ deletedContact.name }}' } }], {
    name: 'Notes',
    trigger: { type: 'contact.deleted' },
  });
  const ended = server.until(client.workspaceId, ({ execution }) => execution.status === 'SUCCEEDED');
  await done(DELETE, { id: shop.contactId });
  await ended;

  for (const table of ['contact', '"order"', 'conversation', 'message'])
    expect([
      table,
      await server.database.query(`SELECT FROM ${table} WHERE workspace_id = $1`, [client.workspaceId]),
    ]).toEqual([table, []]);
  expect(await server.database.query('SELECT title FROM task WHERE workspace_id = $1', [client.workspaceId])).toEqual([
    { title: `Gone: ${PERSON.name}` },
  ]);
});

describe('a merge', () => {
  const BEA = { name: 'Bea', email: 'bea@shop.example', customFields: { pet: 'Rex' } };
  let bea: string;

  beforeEach(async () => {
    const { createContact } = await client.send<{ createContact: { id: string } }>('CreateContact', { input: BEA });
    bea = createContact.id;
  });

  it('moves everything to the remaining contact, and fills its empty fields', async () => {
    await live();
    const tag = (await client.send<{ createTag: { id: string } }>('CreateTag', { input: { name: 'VIP' } })).createTag
      .id;
    await client.send('AssignTag', { input: { tagId: tag, entityType: 'CONTACT', entityId: shop.contactId } });
    await client.send('UpdateContact', { id: shop.contactId, input: { optedOutAt: '2026-01-01T00:00:00.000Z' } });
    await done(MERGE, { into: bea, from: shop.contactId });

    const { data } =
      await client.raw(`{ contact(id: "${bea}") { name phone email city customFields optedOutAt tags { name } orders { name }
      tasks { title } } messages(contactId: "${bea}") { edges { node { direction } } } conversations { edges { node { id } } } contacts { edges { node { id } } } }`);
    expect(data).toMatchObject({
      contact: {
        ...BEA,
        phone: PERSON.phone,
        city: 'Quintanilla',
        optedOutAt: '2026-01-01T00:00:00.000Z',
        tags: [{ name: 'VIP' }],
        orders: [{ name: 'For Zuleika' }],
        tasks: [{ title: PERSON.name }],
      },
      messages: { edges: [{ node: { direction: 'OUTBOUND' } }, { node: { direction: 'INBOUND' } }] },
      conversations: { edges: [expect.anything()] },
      contacts: { edges: [{ node: { id: bea } }] },
    });
    expect((await shop.events('contact.merged')).length).toBe(1);
  });

  it('moves unfinished executions too, which then act on the remaining contact', async () => {
    await live();
    await done(MERGE, { into: bea, from: shop.contactId });
    const ended = server.until(client.workspaceId, ({ execution }) => execution.status === 'SUCCEEDED');
    await server.advance('25h');
    await ended;

    const tasks = await server.database.query<{ title: string; contact: string }>(
      'SELECT contact_id AS contact FROM task WHERE workspace_id = $1',
      [client.workspaceId],
    );
    expect(tasks).toEqual([{ contact: bea }, { contact: bea }]);
  });

  it('refuses to merge a contact with itself or with one that does not exist', async () => {
    expect(await codeOf(MERGE, { into: bea, from: bea })).toBe('INVALID_INPUT');
    expect(await codeOf(MERGE, { into: bea, from: newId() })).toBe('NOT_FOUND');
  });

  it('leaves one contact after two simultaneous merges of the same pair in opposite directions', async () => {
    const codes = await Promise.all([
      codeOf(MERGE, { into: bea, from: shop.contactId }),
      codeOf(MERGE, { into: shop.contactId, from: bea }),
    ]);
    expect(codes.sort()).toEqual(['NOT_FOUND', undefined]);
  });
});
