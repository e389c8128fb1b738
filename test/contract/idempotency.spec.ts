import {
  buildSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  type GraphQLOutputType,
} from 'graphql';
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { newId } from '../../src/kernel/ids.js';
import { ask as askAboutDrafts } from '../support/drafts.js';
import { operationsOf } from '../support/operations.js';
import { aCustomField, anAutomation, makeSale, send } from '../support/sale.js';
import { stateOf } from '../support/state.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

const schema = buildSchema(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'));
const { mutation: mutations } = operationsOf(schema);

type Ids = Record<
  | 'otherContact'
  | 'completedTask'
  | 'customField'
  | 'firstStage'
  | 'contact'
  | 'order'
  | 'pipeline'
  | 'stage'
  | 'tag'
  | 'task'
  | 'automation'
  | 'drafted'
  | 'execution'
  | 'sleeping'
  | 'apiKey'
  | 'manual'
  | 'hook'
  | 'bulkOperation',
  string
>;

/** One call of each mutation that changes something; every entity it refers to exists. */
const CALLS: Record<string, (ids: Ids) => string> = {
  abortBulkOperation: ({ bulkOperation }) => `abortBulkOperation(id: "${bulkOperation}")`,
  assignTag: ({ tag, contact }) => `assignTag(input: { tagId: "${tag}", entityType: CONTACT, entityId: "${contact}" })`,
  cancelExecution: ({ sleeping }) => `cancelExecution(id: "${sleeping}")`,
  completeTask: ({ task }) => `completeTask(id: "${task}")`,
  connectWhatsapp: () =>
    `connectWhatsapp(input: { phoneNumberId: "${String(randomInt(1e12))}", token: "t", appSecret: "s", verifyToken: "v" })`,
  createApiKey: () => `createApiKey(input: { name: "Shop", role: EDITOR })`,
  createAutomation: () =>
    `createAutomation(input: { name: "New", trigger: { type: "contact.created" }, actions: [{ type: "assign_tag", params: { tagName: "New" } }] })`,
  createContact: () => `createContact(input: { name: "Bea", phone: "+5511988880000" })`,
  createCustomFieldDefinition: () =>
    `createCustomFieldDefinition(input: { entityType: CONTACT, key: "color", title: "Color", type: SELECT, options: ["Red", "Blue"] })`,
  createOrder: ({ pipeline, contact }) =>
    `createOrder(input: { pipelineId: "${pipeline}", contactId: "${contact}", items: [{ title: "Beans", quantity: 2, unitPrice: "1.10" }] })`,
  createPipeline: () => `createPipeline(input: { name: "Other", stages: ["A", "B"] })`,
  createTag: () => `createTag(input: { name: "Other" })`,
  createTask: ({ contact }) =>
    `createTask(input: { title: "Call", contactId: "${contact}", dueAt: "2031-01-01T00:00:00Z" })`,
  deleteAutomation: ({ automation }) => `deleteAutomation(id: "${automation}")`,
  discardAutomationDraft: ({ drafted }) => `discardAutomationDraft(id: "${drafted}")`,
  deleteContact: ({ contact }) => `deleteContact(id: "${contact}", erase: true)`,
  deleteCustomFieldDefinition: ({ customField }) => `deleteCustomFieldDefinition(id: "${customField}", force: true)`,
  deleteOrder: ({ order }) => `deleteOrder(id: "${order}")`,
  deleteTag: ({ tag }) => `deleteTag(id: "${tag}")`,
  deleteTask: ({ task }) => `deleteTask(id: "${task}")`,
  disconnectWhatsapp: () => `disconnectWhatsapp`,
  duplicateAutomation: ({ automation }) => `duplicateAutomation(id: "${automation}")`,
  mergeContacts: ({ contact, otherContact }) => `mergeContacts(into: "${otherContact}", from: "${contact}")`,
  // Dry runs, because they complete immediately.
  importContacts: () => `importContacts(input: { csv: "name,phone\\nBea,1", dryRun: true })`,
  importOrders: () => `importOrders(input: { rows: [{ name: "Cups" }, { stage: "None" }], dryRun: true })`,
  moveOrder: ({ order, stage }) => `moveOrder(id: "${order}", stageId: "${stage}")`,
  publishAutomation: ({ drafted }) => `publishAutomation(id: "${drafted}")`,
  receiveMessage: () => `receiveMessage(input: { phone: "+5511977770000", text: "Hi" })`,
  removeTag: ({ tag, order }) => `removeTag(input: { tagId: "${tag}", entityType: ORDER, entityId: "${order}" })`,
  restoreAutomationVersion: ({ automation }) => `restoreAutomationVersion(id: "${automation}", version: 1)`,
  reopenTask: ({ completedTask }) => `reopenTask(id: "${completedTask}")`,
  retryExecution: ({ execution }) => `retryExecution(id: "${execution}")`,
  revokeApiKey: ({ apiKey }) => `revokeApiKey(id: "${apiKey}")`,
  rotateInboundUrl: ({ hook }) => `rotateInboundUrl(id: "${hook}")`,
  rotateWebhookSecret: () => `rotateWebhookSecret`,
  saveAutomationDraft: ({ automation }) => `saveAutomationDraft(id: "${automation}", input: { name: "Draft" })`,
  sendMessage: ({ contact }) => `sendMessage(input: { contactId: "${contact}", template: { name: "hello" } })`,
  setAutomationEnabled: ({ automation }) => `setAutomationEnabled(id: "${automation}", enabled: false)`,
  setAutomationMode: ({ automation }) => `setAutomationMode(id: "${automation}", mode: SHADOW)`,
  startAutomation: ({ manual, contact }) => `startAutomation(id: "${manual}", input: { contactId: "${contact}" })`,
  updateAutomation: ({ automation }) => `updateAutomation(id: "${automation}", input: { name: "Renamed" })`,
  updateWorkspace: () => `updateWorkspace(input: { timeZone: "America/Bogota" })`,
  updateContact: ({ contact }) =>
    `updateContact(id: "${contact}", input: { city: "Recife", customFields: { size: 1.5 } })`,
  updateCustomFieldDefinition: ({ customField }) =>
    `updateCustomFieldDefinition(id: "${customField}", input: { title: "Cup size" })`,
  updateOrder: ({ order, otherContact, stage }) =>
    `updateOrder(id: "${order}", input: { name: "Cups", contactId: "${otherContact}", stageId: "${stage}", items: [{ title: "Cup", quantity: 2, unitPrice: "1.10" }] })`,
  updatePipeline: ({ pipeline, stage, firstStage }) =>
    `updatePipeline(id: "${pipeline}", input: { name: "Renamed", stages: [{ name: "Before" }, { id: "${stage}" }, { id: "${firstStage}" }] })`,
  updateTag: ({ tag }) => `updateTag(id: "${tag}", input: { name: "Renamed", color: "#00ff00" })`,
  updateTask: ({ task, order }) => `updateTask(id: "${task}", input: { title: "Renamed", orderId: "${order}" })`,
};

/** Every field without required arguments, two levels deep. */
function everything(type: GraphQLOutputType, levels = 2): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
  return `{ ${fields
    .filter((field) => levels > 1 || !isCompositeType(getNamedType(field.type)))
    .map((field) => `${field.name} ${everything(field.type, levels - 1)}`)
    .join(' ')} __typename }`;
}

const documentOf = (name: string, ids: Ids) =>
  `mutation { ${CALLS[name]!(ids)} ${everything(mutations.find((each) => each.name === name)!.type)} }`;

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  client = await server.client();
});

afterAll(() => server.close());

/** The unparsed answer, with its status and its Retry-After header. */
async function ask(
  query: string,
  { key, variables, as = client.key }: { key?: string; variables?: object; as?: string } = {},
) {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${as}`,
    ...(key !== undefined && { 'idempotency-key': key }),
  };
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const answer = JSON.parse(text) as {
    data: Record<string, unknown> | null;
    errors?: { message: string; extensions: { code: string; details?: { path: string[] }[] } }[];
  };
  return {
    text,
    ...answer,
    code: answer.errors?.[0]?.extensions.code,
    retryAfter: response.headers.get('retry-after'),
  };
}

/** One of each entity that a mutation may refer to, with one failed execution and one that sleeps. */
async function everyThing(): Promise<Ids> {
  const { pipeline, contact, order, tag, task } = await makeSale(client);
  await send(client, 'AssignTag', { input: { tagId: tag.id, entityType: 'ORDER', entityId: order.id } });
  const executionOf = async (action: object) => {
    const trigger = { type: 'field.changed', config: { field: 'order.name' } };
    const automation = await send(client, 'CreateAutomation', {
      input: anAutomation({ name: newId(), trigger, actions: [action] }),
    });
    await send(client, 'UpdateOrder', { id: order.id, input: { name: newId() } });
    await server.quiet();
    const [row] = await server.database.query<{ id: string }>(`SELECT id FROM execution WHERE automation_id = $1`, [
      automation.id,
    ]);
    return { automation: automation.id, execution: row!.id };
  };
  const { execution, automation } = await executionOf({ type: 'create_task', params: { title: '{{ contact.city }}' } });
  const { execution: sleeping } = await executionOf({ type: 'create_task', params: { title: 'Later' }, delay: '1d' });
  const manual = await send(client, 'CreateAutomation', {
    input: anAutomation({ name: 'By hand', trigger: { type: 'manual', config: { about: 'contact' } } }),
  });
  const hook = await send(client, 'CreateAutomation', {
    input: {
      ...anAutomation({ name: 'Called', trigger: { type: 'webhook' } }),
      actions: [{ type: 'stop', params: { reason: 'Enough' } }],
    },
  });
  const [row] = await server.database.query<{ id: string }>(
    'SELECT id FROM api_key WHERE key_hash IS NOT NULL AND workspace_id = $1',
    [client.workspaceId],
  );
  const otherContact = await send(client, 'CreateContact', { input: { name: 'Bea' } });
  const completedTask = await send(client, 'CreateTask', { input: { title: 'Done' } });
  await send(client, 'CompleteTask', { id: completedTask.id });
  const customField = await aCustomField(client, { key: 'cup' });
  await server.keyFor(client.workspaceId, 'viewer');
  await server.database.query(
    `INSERT INTO whatsapp_account (workspace_id, phone_number_id, token, app_secret, verify_token) VALUES ($1::text::uuid, $1::text, 'sealed:', 'sealed:', 'sealed:')`,
    [client.workspaceId],
  );
  const drafted = await send(client, 'CreateAutomation', { input: anAutomation({ name: 'Drafted' }) });
  await askAboutDrafts(client, 'save', { id: drafted.id, input: { name: 'Draft' } });
  const [other] = await server.database.query<{ id: string }>(
    'SELECT id FROM api_key WHERE workspace_id = $1 AND id <> $2',
    [client.workspaceId, row!.id],
  );
  // Of a kind that no process handles, so it keeps waiting.
  const bulkOperation = newId();
  await server.database.query(
    `INSERT INTO bulk_operation (workspace_id, id, kind, is_dry_run, described_as, input, starts_nothing, total, actor_type)
     VALUES ($1, $2, 'OTHER', false, 'Other', '{}', false, 1, 'system')`,
    [client.workspaceId, bulkOperation],
  );
  return {
    bulkOperation,
    contact: contact.id,
    order: order.id,
    pipeline: pipeline.id,
    stage: pipeline.stages[1]!.id,
    otherContact: otherContact.id,
    firstStage: pipeline.stages[0]!.id,
    completedTask: completedTask.id,
    customField,
    tag: tag.id,
    task: task.id,
    automation,
    drafted: drafted.id,
    execution,
    sleeping,
    apiKey: other!.id,
    manual: manual.id,
    hook: hook.id,
  };
}

const settled = async () => {
  await server.quiet();
  return stateOf(server.database);
};

/** The state without stored keys. */
const withoutKeys = (state: string) =>
  state
    .split('\n')
    .filter((line) => !line.startsWith('idempotency_key '))
    .join('\n');

const isKept = async () =>
  (await server.database.query(`SELECT FROM idempotency_key WHERE workspace_id = $1`, [client.workspaceId])).length;

it('has a call for every mutation in the schema', () => {
  expect(Object.keys(CALLS).sort()).toEqual(mutations.map(({ name }) => name).sort());
});

it.each(mutations.map(({ name }) => name))(
  'runs %s once for all requests with the same key, and returns the same bytes each time',
  async (name) => {
    const query = documentOf(name, await everyThing());
    const before = await settled();
    const first = await ask(query, { key: 'one' });
    const after = await settled();
    expect(first.errors).toBeUndefined();
    expect(withoutKeys(after)).not.toBe(withoutKeys(before));

    const second = await ask(query, { key: 'one' });
    expect(second.text).toBe(first.text);
    expect(await settled()).toBe(after);

    // Simulates a process that died after the commit, before the answer was stored.
    await server.database.query(`UPDATE idempotency_key SET answer = NULL`);
    const third = await ask(query, { key: 'one' });
    const root = (answer: typeof first) =>
      Object.entries(answer.data![name] as object).filter(([, value]) => typeof value !== 'object' || value === null);
    expect([third.errors, root(third).map(([field]) => field)]).toEqual([
      undefined,
      root(first).map(([field]) => field),
    ]);
    expect(root(third)).toEqual(root(first));
    expect(withoutKeys(await settled())).toBe(withoutKeys(after));
  },
);

describe('a key', () => {
  const TAG = 'mutation ($name: String!) { createTag(input: { name: $name }) { id name } }';
  const tag = (name: string, key?: string, as?: string) => ask(TAG, { key, variables: { name }, as });
  const tags = async () =>
    (
      await server.database.query<{ name: string }>(`SELECT name FROM tag WHERE workspace_id = $1 ORDER BY name`, [
        client.workspaceId,
      ])
    ).map(({ name }) => name);

  it('used for a different request is CONFLICT, without Retry-After', async () => {
    await tag('A', 'k');
    expect(await tag('B', 'k')).toMatchObject({ data: null, code: 'CONFLICT', retryAfter: null });
    expect(await tags()).toEqual(['A']);
  });

  it('stays unused when its mutation was refused and changed nothing', async () => {
    await tag('A');
    expect(await tag('A', 'k')).toMatchObject({ code: 'CONFLICT', data: null });
    expect(await isKept()).toBe(0);
    await server.database.query(`DELETE FROM tag WHERE workspace_id = $1`, [client.workspaceId]);
    expect(await tag('A', 'k')).toMatchObject({ data: { createTag: { name: 'A' } } });
  });

  it('belongs to one credential', async () => {
    const other = await server.keyFor(client.workspaceId, 'editor');
    await tag('A', 'k');
    expect(await tag('B', 'k', other)).toMatchObject({ data: { createTag: { name: 'B' } } });
    expect(await tag('C', 'k', (await server.client()).key)).toMatchObject({ data: { createTag: { name: 'C' } } });
  });

  it('is stored for 24 hours', async () => {
    const first = await tag('A', 'k');
    await server.database.advanceClock('23h 59m');
    expect((await tag('A', 'k')).text).toBe(first.text);
    await server.database.advanceClock('2m');
    expect(await tag('A', 'k')).toMatchObject({
      code: 'CONFLICT',
      errors: [{ message: expect.stringContaining('tag') }],
    });
    expect(await tag('B', 'k')).toMatchObject({ data: { createTag: { name: 'B' } } });
  });

  it.each([
    ['nothing', ''],
    ['129 characters', 'k'.repeat(129)],
    ['other than ASCII', 'k\u00e9y'],
  ])('of %s is refused with its path', async (_, key) => {
    const { code, errors } = await tag('A', key);
    expect([code, errors![0]!.extensions.details![0]!.path]).toEqual(['INVALID_INPUT', ['headers', 'idempotency-key']]);
    expect(await tags()).toEqual([]);
  });

  it('may have 128 characters', async () => {
    expect((await tag('A', '~ '.repeat(63) + '~~')).errors).toBeUndefined();
  });

  it.each([
    'mutation { a: createTag(input: { name: "A" }) { id } b: createTag(input: { name: "B" }) { id } }',
    'mutation { ...two } fragment two on Mutation { createTag(input: { name: "A" }) { id } ... { b: createTag(input: { name: "B" }) { id } ...two } }',
  ])('is valid for a single mutation only: %s', async (query) => {
    expect(await ask(query, { key: 'k' })).toMatchObject({
      code: 'INVALID_INPUT',
      errors: [{ message: expect.stringContaining('this one has 2') }],
    });
    expect(await tags()).toEqual([]);
  });

  it('is ignored for a query, and for a text that is not a document', async () => {
    await tag('A', 'k');
    expect(await ask('{ tags { edges { node { name } } } }', { key: 'k' })).toMatchObject({
      data: { tags: { edges: [{ node: { name: 'A' } }] } },
    });
    expect(await ask('{ tags {', { key: '' })).toMatchObject({
      code: 'INVALID_INPUT',
      errors: [{ message: expect.stringContaining('Syntax Error') }],
    });
  });

  it('does not answer a request that has lost its permission', async () => {
    await tag('A', 'k');
    await server.database.query(`UPDATE api_key SET role = 'viewer' WHERE workspace_id = $1`, [client.workspaceId]);
    expect(await tag('A', 'k')).toMatchObject({ code: 'CONFLICT', data: null });
  });

  it('stores no secret in plain text', async () => {
    const { data } = await ask('mutation { createApiKey(input: { name: "Shop", role: VIEWER }) { secret } }', {
      key: 'k',
    });
    const { secret } = data!.createApiKey as { secret: string };
    const rows = await server.database.query<{ row: string }>(
      `SELECT idempotency_key::text AS row FROM idempotency_key`,
    );
    const text = rows.map(({ row }) => row).join();
    expect([
      text.length > 0,
      text.includes(secret),
      text.includes(Buffer.from(secret).toString('base64').slice(2, -4)),
    ]).toEqual([true, false, false]);
  });
});
