import { newId } from '../../src/kernel/ids.js';
import { idPlaces, operationsOf } from '../support/operations.js';
import { aCustomField, anAutomation, makeSale, send } from '../support/sale.js';
import { stateOf } from '../support/state.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { buildSchema } from 'graphql';
import { readFile } from 'node:fs/promises';

const KINDS = [
  'automation',
  'execution',
  'event',
  'contact',
  'order',
  'pipeline',
  'stage',
  'tag',
  'task',
  'apiKey',
  'customField',
  'onContacts',
  'onOrders',
  'bulkOperation',
  'upload',
] as const;
type Ids = Record<(typeof KINDS)[number], string>;

const schema = buildSchema(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'));
const onlyBoth = (own: Ids, kind: 'contact' | 'order', id: string) =>
  `input: { tagId: "${own.tag}", entityType: ${kind.toUpperCase()}, entityId: "${id}" }`;

/** Each place that accepts an id, and the request for it; everything else in the request is the client's own. */
const REFUSED: Record<string, (theirs: Ids, own: Ids) => string> = {
  'automation(id)': ({ automation }) => `query { automation(id: "${automation}") { id } }`,
  'execution(id)': ({ execution }) => `query { execution(id: "${execution}") { id } }`,
  'event(id)': ({ event }) => `query { event(id: "${event}") { id } }`,
  'contact(id)': ({ contact }) => `query { contact(id: "${contact}") { id } }`,
  'order(id)': ({ order }) => `query { order(id: "${order}") { id } }`,
  'pipeline(id)': ({ pipeline }) => `query { pipeline(id: "${pipeline}") { id } }`,
  'task(id)': ({ task }) => `query { task(id: "${task}") { id } }`,
  'automationAudit(automationId)': ({ automation }) =>
    `query { automationAudit(automationId: "${automation}") { edges { cursor } } }`,
  'contactPath(contactId)': ({ contact }) => `query { contactPath(contactId: "${contact}") { edges { cursor } } }`,
  'orderPath(orderId)': ({ order }) => `query { orderPath(orderId: "${order}") { edges { cursor } } }`,
  'messages(contactId)': ({ contact }) => `query { messages(contactId: "${contact}") { edges { cursor } } }`,
  'bulkOperation(id)': ({ bulkOperation }) => `query { bulkOperation(id: "${bulkOperation}") { id } }`,
  'abortBulkOperation(id)': ({ bulkOperation }) => `mutation { abortBulkOperation(id: "${bulkOperation}") { id } }`,
  'importContacts(input.upload)': ({ upload }) => `mutation { importContacts(input: { upload: "${upload}" }) { id } }`,
  'importOrders(input.upload)': ({ upload }) =>
    `mutation { importOrders(input: { upload: "${upload}", dryRun: true }) { id } }`,
  'updateAutomation(id)': ({ automation }) =>
    `mutation { updateAutomation(id: "${automation}", input: { name: "Mine" }) { id } }`,
  'setAutomationEnabled(id)': ({ automation }) =>
    `mutation { setAutomationEnabled(id: "${automation}", enabled: false) { id } }`,
  'setAutomationMode(id)': ({ automation }) => `mutation { setAutomationMode(id: "${automation}", mode: OFF) { id } }`,
  'saveAutomationDraft(id)': ({ automation }) =>
    `mutation { saveAutomationDraft(id: "${automation}", input: { name: "Mine" }) { id } }`,
  'publishAutomation(id)': ({ automation }) => `mutation { publishAutomation(id: "${automation}") { id } }`,
  'discardAutomationDraft(id)': ({ automation }) => `mutation { discardAutomationDraft(id: "${automation}") { id } }`,
  'restoreAutomationVersion(id)': ({ automation }) =>
    `mutation { restoreAutomationVersion(id: "${automation}", version: 1) { id } }`,
  'duplicateAutomation(id)': ({ automation }) => `mutation { duplicateAutomation(id: "${automation}") { id } }`,
  'deleteAutomation(id)': ({ automation }) => `mutation { deleteAutomation(id: "${automation}") { id } }`,
  'cancelExecution(id)': ({ execution }) => `mutation { cancelExecution(id: "${execution}") { id } }`,
  'retryExecution(id)': ({ execution }) => `mutation { retryExecution(id: "${execution}") { id } }`,
  'updateContact(id)': ({ contact }) => `mutation { updateContact(id: "${contact}", input: { name: "Mine" }) { id } }`,
  'createOrder(input.contactId)': ({ contact }, { pipeline }) =>
    `mutation { createOrder(input: { pipelineId: "${pipeline}", contactId: "${contact}" }) { id } }`,
  'createOrder(input.pipelineId)': ({ pipeline }) =>
    `mutation { createOrder(input: { pipelineId: "${pipeline}" }) { id } }`,
  'createOrder(input.stageId)': ({ stage }, { pipeline }) =>
    `mutation { createOrder(input: { pipelineId: "${pipeline}", stageId: "${stage}" }) { id } }`,
  'updateOrder(id)': ({ order }) => `mutation { updateOrder(id: "${order}", input: { name: "Mine" }) { id } }`,
  'updateOrder(input.contactId)': ({ contact }, { order }) =>
    `mutation { updateOrder(id: "${order}", input: { contactId: "${contact}", name: "Mine" }) { id } }`,
  'updateOrder(input.pipelineId)': ({ pipeline }, { order }) =>
    `mutation { updateOrder(id: "${order}", input: { pipelineId: "${pipeline}", name: "Mine" }) { id } }`,
  'updateOrder(input.stageId)': ({ stage }, { order }) =>
    `mutation { updateOrder(id: "${order}", input: { stageId: "${stage}", items: [] }) { id } }`,
  'moveOrder(id)': ({ order }, { stage }) => `mutation { moveOrder(id: "${order}", stageId: "${stage}") { id } }`,
  'moveOrder(stageId)': ({ stage }, { order }) => `mutation { moveOrder(id: "${order}", stageId: "${stage}") { id } }`,
  'assignTag(input.tagId)': ({ tag }, { contact }) =>
    `mutation { assignTag(input: { tagId: "${tag}", entityType: CONTACT, entityId: "${contact}" }) { id } }`,
  'assignTag(input.entityId)': ({ contact }, own) =>
    `mutation { assignTag(${onlyBoth(own, 'contact', contact)}) { id } }`,
  'assignTag(input.entityId) of an order': ({ order }, own) =>
    `mutation { assignTag(${onlyBoth(own, 'order', order)}) { id } }`,
  'removeTag(input.tagId)': ({ tag }, { contact }) =>
    `mutation { removeTag(input: { tagId: "${tag}", entityType: CONTACT, entityId: "${contact}" }) { id } }`,
  'removeTag(input.entityId)': ({ order }, own) => `mutation { removeTag(${onlyBoth(own, 'order', order)}) { id } }`,
  'createTask(input.contactId)': ({ contact }) =>
    `mutation { createTask(input: { title: "Mine", contactId: "${contact}" }) { id } }`,
  'createTask(input.orderId)': ({ order }) =>
    `mutation { createTask(input: { title: "Mine", orderId: "${order}" }) { id } }`,
  'revokeApiKey(id)': ({ apiKey }) => `mutation { revokeApiKey(id: "${apiKey}") { id } }`,
  'sendMessage(input.contactId)': ({ contact }) =>
    `mutation { sendMessage(input: { contactId: "${contact}", template: { name: "hello" } }) { id } }`,
  'updateTask(id)': ({ task }) => `mutation { updateTask(id: "${task}", input: { title: "Mine" }) { id } }`,
  'updateTask(input.contactId)': ({ contact }, { task }) =>
    `mutation { updateTask(id: "${task}", input: { contactId: "${contact}" }) { id } }`,
  'updateTask(input.orderId)': ({ order }, { task }) =>
    `mutation { updateTask(id: "${task}", input: { orderId: "${order}" }) { id } }`,
  'updateCustomFieldDefinition(id)': ({ customField }) =>
    `mutation { updateCustomFieldDefinition(id: "${customField}", input: { title: "Mine" }) { id } }`,
  'deleteCustomFieldDefinition(id)': ({ customField }) =>
    `mutation { deleteCustomFieldDefinition(id: "${customField}", force: true) { id } }`,
  'rotateInboundUrl(id)': ({ onContacts }) => `mutation { rotateInboundUrl(id: "${onContacts}") { id } }`,
  'startAutomation(id)': ({ onContacts }, { contact }) =>
    `mutation { startAutomation(id: "${onContacts}", input: { contactId: "${contact}" }) { id } }`,
  'startAutomation(input.contactId)': ({ contact }, { onContacts }) =>
    `mutation { startAutomation(id: "${onContacts}", input: { contactId: "${contact}" }) { id } }`,
  'startAutomation(input.orderId)': ({ order }, { onOrders }) =>
    `mutation { startAutomation(id: "${onOrders}", input: { orderId: "${order}" }) { id } }`,
  'reopenTask(id)': ({ task }) => `mutation { reopenTask(id: "${task}") { id } }`,
  'deleteTask(id)': ({ task }) => `mutation { deleteTask(id: "${task}") { id } }`,
  'deleteContact(id)': ({ contact }) => `mutation { deleteContact(id: "${contact}", erase: true) { id } }`,
  'mergeContacts(into)': ({ contact }, own) =>
    `mutation { mergeContacts(into: "${contact}", from: "${own.contact}") { id } }`,
  'mergeContacts(from)': ({ contact }, own) =>
    `mutation { mergeContacts(into: "${own.contact}", from: "${contact}") { id } }`,
  'deleteOrder(id)': ({ order }) => `mutation { deleteOrder(id: "${order}") { id } }`,
  'updateTag(id)': ({ tag }) => `mutation { updateTag(id: "${tag}", input: { name: "Mine" }) { id } }`,
  'deleteTag(id)': ({ tag }) => `mutation { deleteTag(id: "${tag}") { id } }`,
  'updatePipeline(id)': ({ pipeline }) =>
    `mutation { updatePipeline(id: "${pipeline}", input: { name: "Mine" }) { id } }`,
  'updatePipeline(input.stages.id)': ({ stage }, { pipeline }) =>
    `mutation { updatePipeline(id: "${pipeline}", input: { stages: [{ id: "${stage}" }] }) { id } }`,
  'updatePipeline(input.moveOrdersTo)': ({ stage }, { pipeline }) =>
    `mutation { updatePipeline(id: "${pipeline}", input: { stages: [{ id: "${stage}" }], moveOrdersTo: "${stage}" }) { id } }`,
  'completeTask(id)': ({ task }) => `mutation { completeTask(id: "${task}") { id } }`,
};

const [LONG_AGO, LATER] = [-2, 2].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());

/** Lists filtered by an id, which then find nothing. */
const EMPTY: Record<string, (theirs: Ids) => string> = {
  'executions(filter.automationId)': ({ automation }) =>
    `{ executions(filter: { automationId: "${automation}" }) { edges { cursor } } }`,
  'executions(filter.eventId)': ({ event }) => `{ executions(filter: { eventId: "${event}" }) { edges { cursor } } }`,
  'executions(filter.contactId)': ({ contact }) =>
    `{ executions(filter: { contactId: "${contact}" }) { edges { cursor } } }`,
  'executions(filter.orderId)': ({ order }) => `{ executions(filter: { orderId: "${order}" }) { edges { cursor } } }`,
  // The steps of its automation are listed as well; all counts are 0 for an id that is not an automation.
  'automationStats(automationId)': ({ automation }) =>
    `{ automationStats(automationId: "${automation}", from: "${LONG_AGO}", to: "${LATER}", bucket: DAY) { edges: steps { key } } }`,
  'tasks(filter.contactId)': ({ contact }) => `{ tasks(filter: { contactId: "${contact}" }) { edges { cursor } } }`,
  'tasks(filter.orderId)': ({ order }) => `{ tasks(filter: { orderId: "${order}" }) { edges { cursor } } }`,
  'contacts(filter.stageId)': ({ stage }) => `{ contacts(filter: { stageId: "${stage}" }) { edges { cursor } } }`,
  'contacts(filter.tagIds)': ({ tag }) => `{ contacts(filter: { tagIds: ["${tag}"] }) { edges { cursor } } }`,
  'orders(filter.contactId)': ({ contact }) => `{ orders(filter: { contactId: "${contact}" }) { edges { cursor } } }`,
  'orders(filter.pipelineId)': ({ pipeline }) =>
    `{ orders(filter: { pipelineId: "${pipeline}" }) { edges { cursor } } }`,
  'orders(filter.stageId)': ({ stage }) => `{ orders(filter: { stageId: "${stage}" }) { edges { cursor } } }`,
  'orders(filter.tagIds)': ({ tag }) => `{ orders(filter: { tagIds: ["${tag}"] }) { edges { cursor } } }`,
  'events(filter.entityId)': ({ order }) => `{ events(filter: { entityId: "${order}" }) { edges { cursor } } }`,
  'orders(pipelineId)': ({ pipeline }) => `{ orders(pipelineId: "${pipeline}") { edges { cursor } } }`,
  'orders(stageId)': ({ stage }) => `{ orders(stageId: "${stage}") { edges { cursor } } }`,
  'orders(contactId)': ({ contact }) => `{ orders(contactId: "${contact}") { edges { cursor } } }`,
};

/** Ids of external systems, stored as they are. */
const FOREIGN = /assigneeId/;

let server: TestServer;
let client: Client;
let own: Ids;
const others = {} as Record<'another workspace' | 'nobody' | 'no kind at all', Ids>;

/** One of each entity, including a failed execution. */
async function everything(of: Client): Promise<Ids> {
  const { pipeline, contact, order, tag, task } = await makeSale(of);
  await send(of, 'CreateTask', { input: { title: 'Pack', orderId: order.id } });
  for (const [entityType, { id: entityId }] of [['CONTACT', contact] as const, ['ORDER', order] as const])
    await send(of, 'AssignTag', { input: { tagId: tag.id, entityType, entityId } });
  const automation = await send(of, 'CreateAutomation', {
    input: anAutomation({ actions: [{ type: 'create_task', params: { title: '{{ contact.city }}' } }] }),
  });
  const [onContacts, onOrders] = await Promise.all(
    ['contact', 'order'].map((about) =>
      send(of, 'CreateAutomation', {
        input: anAutomation({ name: about, trigger: { type: 'manual', config: { about } } }),
      }),
    ),
  );
  const ended = server.ended(of.workspaceId);
  await send(of, 'MoveOrder', { id: order.id, stageId: pipeline.stages[1]!.id });
  const { execution } = (await ended).at(-1)!;
  const [apiKey] = await server.database.query<{ id: string }>('SELECT id FROM api_key WHERE workspace_id = $1', [
    of.workspaceId,
  ]);
  const [bulkOperation, upload] = [{ id: newId() }, { id: newId() }];
  await server.database.query(
    `INSERT INTO bulk_operation (workspace_id, id, kind, is_dry_run, described_as, input, starts_nothing, total, actor_type)
     VALUES ($1, $2, 'OTHER', false, 'Other', '{}', false, 1, 'system')`,
    [of.workspaceId, bulkOperation.id],
  );
  await server.database.query(
    `INSERT INTO bulk_source (workspace_id, id, columns, parts, completed_at) VALUES ($1, $2, '["name"]', 1, now())`,
    [of.workspaceId, upload.id],
  );
  const made = {
    bulkOperation,
    upload,
    apiKey: apiKey!,
    customField: { id: await aCustomField(of) },
    automation,
    pipeline,
    contact,
    order,
    tag,
    task,
    stage: pipeline.stages[1]!,
    execution,
    event: { id: execution.eventId },
    onContacts: onContacts!,
    onOrders: onOrders!,
  };
  return Object.fromEntries(KINDS.map((kind) => [kind, made[kind].id])) as Ids;
}

beforeAll(async () => {
  server = await startTestServer();
  client = await server.client();
  own = await everything(client);
  others['another workspace'] = await everything(await server.client());
  others.nobody = Object.fromEntries(KINDS.map((kind) => [kind, newId()])) as Ids;
  others['no kind at all'] = Object.fromEntries(KINDS.map((kind) => [kind, 'nonsense'])) as Ids;
});

afterAll(() => server.close());

describe.each(['another workspace', 'nobody', 'no kind at all'] as const)('an id of %s', (whose) => {
  it.each(Object.keys(REFUSED))('is NOT_FOUND in %s, and nothing changes', async (place) => {
    const before = await stateOf(server.database);
    const { data, errors } = await client.raw(REFUSED[place]!(others[whose], own));
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['NOT_FOUND']);
    expect(Object.values(data ?? {}).filter(Boolean)).toEqual([]);
    expect(await stateOf(server.database)).toBe(before);
  });

  it.each(Object.keys(EMPTY))('finds nothing in %s', async (place) => {
    const { data, errors } = await client.raw<Record<string, { edges: unknown[] }>>(EMPTY[place]!(others[whose]));
    expect(errors).toBeUndefined();
    expect(Object.values(data)[0]!.edges).toEqual([]);
  });
});

it('finds things by its own ids, unlike by others', async () => {
  for (const [place, documentOf] of Object.entries(EMPTY)) {
    const { data } = await client.raw<Record<string, { edges: unknown[] }>>(documentOf(own));
    expect([place, Object.values(data)[0]!.edges.length]).not.toEqual([place, 0]);
  }
});

it('covers every place of the schema that accepts an id', () => {
  const { query, mutation } = operationsOf(schema);
  const places = [...query, ...mutation].flatMap(idPlaces).filter((place) => !FOREIGN.test(place));
  const tested = [...Object.keys(REFUSED), ...Object.keys(EMPTY)].filter((place) => place.endsWith(')'));
  expect(tested.sort()).toEqual(places.sort());
});

it('lists only its own things', async () => {
  const { data } = await client.raw<Record<string, { edges: { node: { id: string } }[] }>>(
    `{ ${['automations', 'executions', 'events', 'contacts', 'orders', 'pipelines', 'tags', 'tasks', 'conversations', 'bulkOperations'].map((list) => `${list}(first: 100) { edges { node { id } } }`).join(' ')} }`,
  );
  const theirs = new Set(Object.values(others['another workspace']));
  expect(
    Object.values(data)
      .flatMap(({ edges }) => edges.map(({ node }) => node.id))
      .filter((id) => theirs.has(id)),
  ).toEqual([]);
  expect(data.automations!.edges.map(({ node }) => node.id).sort()).toEqual(
    [own.automation, own.onContacts, own.onOrders].sort(),
  );
});
