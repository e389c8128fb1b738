import { ACTIONS } from '../../src/actions/actions.js';
import { OPERATORS } from '../../src/conditions/operators.js';
import { TRIGGERS } from '../../src/triggers/triggers.js';
import { anAutomation, makeSale, send as sendOne, type Sale } from '../support/sale.js';
import { subscribe, type SeenExecution } from '../support/live.js';
import { operationNames, startTestServer, type Client, type TestServer } from '../support/test-server.js';

type Id = { id: string };
type Connection<Node = Id> = {
  edges: { cursor: string; node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
};

const sent = new Set<string>();
const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

let server: TestServer;
let client: Client;

/** Sends a document and records that it was sent. */
async function send<Answer = Id>(operation: string, variables?: object): Promise<Answer> {
  sent.add(operation);
  return sendOne<Answer>(client, operation, variables);
}

const idsOf = <Node extends Id>({ edges }: Connection<Node>) => edges.map(({ node }) => node.id);

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  client = await server.client();
});

afterAll(() => server.close());

it('lists everything that automations can be built from, with its inputs', async () => {
  const catalog = await send<{ [shelf: string]: { type: string }[] } & { limits: object }>('Catalog');

  for (const [shelf, types] of Object.entries({ triggers: TRIGGERS, operators: OPERATORS, actions: ACTIONS })) {
    expect(catalog[shelf]!.map(({ type }) => type).sort()).toEqual([...types.keys()].sort());
  }
  expect(catalog.limits).toEqual({
    maxActions: 50,
    maxConditionDepth: 5,
    maxDelay: '30d',
    maxCascadeDepth: 3,
    concurrencyPerWorkspace: 5,
  });
  expect(catalog.triggers!.find(({ type }) => type === 'order.stage_changed')).toMatchObject({
    configSchema: {
      type: 'object',
      properties: { stageId: { type: 'string', reference: 'stage', within: 'pipelineId' } },
    },
    facts: expect.arrayContaining([
      expect.objectContaining({ path: 'order.value', type: 'decimal' }),
      expect.objectContaining({ path: 'contact.tags', type: 'list' }),
    ]),
  });
  expect(catalog.actions!.find(({ type }) => type === 'webhook')).toMatchObject({
    effect: 'external',
    paramsSchema: { required: ['url'], properties: { headers: { title: 'Headers', secret: true } } },
  });
});

it('changes contacts, orders, tags, tasks and messages', async () => {
  const input = {
    name: 'Ana',
    phone: '+55 11 98888-7777',
    email: 'ana@example.org',
    city: 'Recife',
    region: 'PE',
    address: 'Rua 1',
    customFields: { size: 'L' },
  };
  const contact = await send('CreateContact', { input });
  expect(contact).toEqual({ id: contact.id, ...input, phone: '+5511988887777', tags: [] });
  expect(
    await send('UpdateContact', {
      id: contact.id,
      input: { name: 'Ana Souza', customFields: { size: null, vip: true } },
    }),
  ).toMatchObject({ name: 'Ana Souza', customFields: { vip: true } });
  const pipeline = await send<Sale['pipeline']>('CreatePipeline', { input: { name: 'Sales', stages: ['New', 'Won'] } });
  expect(pipeline.stages.map(({ name }) => name)).toEqual(['New', 'Won']);
  const order = await send('CreateOrder', {
    input: {
      name: 'Beans',
      contactId: contact.id,
      pipelineId: pipeline.id,
      items: [{ title: 'Beans', sku: 'B1', quantity: 2, unitPrice: 62.5 }],
      shippingCity: 'Olinda',
    },
  });
  expect(order).toMatchObject({
    value: '125.00',
    stage: { name: 'New' },
    contact: { id: contact.id },
    sourceOrder: null,
    items: [{ title: 'Beans', sku: 'B1', quantity: 2, unitPrice: '62.50' }],
  });
  const tag = await send('CreateTag', { input: { name: 'VIP', color: '#ff0000' } });
  expect(tag).toEqual({ id: tag.id, name: 'VIP', color: '#ff0000' });
  await send('AssignTag', { input: { tagId: tag.id, entityType: 'CONTACT', entityId: contact.id } });
  await send('AssignTag', { input: { tagId: tag.id, entityType: 'ORDER', entityId: order.id } });
  await send('RemoveTag', { input: { tagId: tag.id, entityType: 'CONTACT', entityId: contact.id } });
  const task = await send('CreateTask', {
    input: { title: 'Call', priority: 'URGENT', contactId: contact.id, orderId: order.id },
  });
  expect(await send('CompleteTask', { id: task.id })).toEqual({
    id: task.id,
    status: 'COMPLETED',
    completedAt: INSTANT,
  });
  expect(
    await send('ReceiveMessage', { input: { phone: '5511988887777', text: 'Hi', providerMessageId: 'm1' } }),
  ).toMatchObject({ text: 'Hi', direction: 'INBOUND', contact: { id: contact.id } });

  expect(await send('ContactById', { id: contact.id })).toMatchObject({
    name: 'Ana Souza',
    tags: [],
    orders: [{ id: order.id }],
    tasks: [{ id: task.id, status: 'COMPLETED' }],
  });
  expect(await send('OrderById', { id: order.id })).toMatchObject({ tags: [{ id: tag.id }], relatedOrders: [] });
  expect(idsOf(await send<Connection>('Tasks', { first: 5 }))).toEqual([task.id]);
  expect(await send('ConversationMessages', { contactId: contact.id })).toMatchObject({
    edges: [{ node: { direction: 'INBOUND', kind: 'TEXT', text: 'Hi', status: 'RECEIVED' } }],
  });
});

it('accepts a decimal as text or number, and returns it as text with two decimals', async () => {
  const { pipeline, order } = await makeSale(client);
  const valueOf = async (value: unknown) =>
    (await send<{ value: string }>('UpdateOrder', { id: order.id, input: { value } })).value;

  expect(await valueOf('1500.00')).toBe('1500.00');
  expect(await valueOf(1500.5)).toBe('1500.50');
  expect(await valueOf('12345678901234567.89')).toBe('12345678901234567.89');
  expect(await valueOf(0)).toBe('0.00');
  const literal = await client.raw<{ createOrder: { value: string } }>(
    `mutation { createOrder(input: { pipelineId: "${pipeline.id}", value: 19.9 }) { value } }`,
  );
  expect(literal.data.createOrder.value).toBe('19.90');
});

it('reads an instant in any zone and returns it in UTC', async () => {
  expect(await send('CreateTask', { input: { title: 'Call', dueAt: '2031-01-01T09:00:00-03:00' } })).toMatchObject({
    dueAt: '2031-01-01T12:00:00.000Z',
  });
});

it('edits an automation throughout its life', async () => {
  const created = await send<Id & { createdAt: string }>('CreateAutomation', {
    input: anAutomation({
      description: 'Tags',
      conditions: { logic: 'AND', conditions: [] },
      actions: [{ type: 'assign_tag', params: { tagName: 'Won' }, delay: '5m' }],
    }),
  });
  expect(created).toEqual({
    id: created.id,
    name: 'Won',
    description: 'Tags',
    enabled: true,
    version: 1,
    trigger: { type: 'order.stage_changed', config: {} },
    conditions: { logic: 'AND', conditions: [] },
    actions: [{ key: 'assign_tag_1', type: 'assign_tag', params: { tagName: 'Won' }, delay: '5m' }],
    createdAt: INSTANT,
    updatedAt: INSTANT,
  });
  expect(await send('UpdateAutomation', { id: created.id, input: { name: 'Won!', conditions: null } })).toMatchObject({
    name: 'Won!',
    description: 'Tags',
    version: 2,
    conditions: null,
  });
  expect(await send('SetAutomationEnabled', { id: created.id, enabled: false })).toMatchObject({
    enabled: false,
    version: 2,
  });
  const copy = await send('DuplicateAutomation', { id: created.id });
  expect(copy).toMatchObject({
    name: 'Won! (copy)',
    enabled: false,
    version: 1,
    trigger: { type: 'order.stage_changed', config: {} },
  });
  expect(await send('DeleteAutomation', { id: copy.id })).toEqual({ id: copy.id });
  expect(await send('AutomationById', { id: created.id })).toMatchObject({ name: 'Won!', enabled: false });
  expect(idsOf(await send<Connection>('Automations'))).toEqual([created.id]);
});

it('lists executions, explains events, cancels one execution and retries another', async () => {
  const { pipeline, contact, order } = await makeSale(client);
  const stages = pipeline.stages.map(({ id }) => id);
  const later = await send('CreateAutomation', {
    input: anAutomation({ name: 'Later', actions: [{ type: 'create_task', params: { title: 'Call' }, delay: '2d' }] }),
  });
  const city = await send('CreateAutomation', {
    input: anAutomation({
      name: 'City',
      actions: [{ key: 'visit', type: 'create_task', params: { title: 'Visit {{ contact.city }}' } }],
    }),
  });
  sent.add('ExecutionUpdated');
  const live = await subscribe(server, client.key);

  await send('MoveOrder', { id: order.id, stageId: stages[1]! });
  await live.until(({ automation, status }) => automation.id === city.id && status === 'FAILED');
  await live.until(({ automation, status }) => automation.id === later.id && status === 'SLEEPING');
  const runs = await send<Connection<SeenExecution & { event: Id }>>('Executions', {
    filter: { triggerType: 'order.stage_changed' },
  });
  const runOf = (automation: Id) => runs.edges.find(({ node }) => node.automation.id === automation.id)!.node;
  expect(await send('CancelExecution', { id: runOf(later).id })).toMatchObject({
    status: 'CANCELLED',
    steps: [{ status: 'SKIPPED' }],
  });
  await send('UpdateContact', { id: contact.id, input: { city: 'Recife' } });
  expect(runOf(city)).toMatchObject({
    error: { code: 'EMPTY_VARIABLE' },
    steps: [{ key: 'visit', status: 'FAILED', error: { code: 'EMPTY_VARIABLE', retryable: false } }],
  });
  await send('RetryExecution', { id: runOf(city).id });
  await live.until(({ status }) => status === 'SUCCEEDED');
  await live.close();

  expect(await send('ExecutionById', { id: runOf(city).id })).toMatchObject({
    status: 'SUCCEEDED',
    automation: { name: 'City' },
    automationVersion: 1,
    cascadeDepth: 0,
    wakeAt: null,
    error: null,
    queuedAt: INSTANT,
    startedAt: INSTANT,
    completedAt: INSTANT,
    durationMs: expect.any(Number),
    event: { type: 'order.stage_changed', payload: { orderId: order.id, toStageId: stages[1] }, occurredAt: INSTANT },
    steps: [
      {
        index: 0,
        key: 'visit',
        actionType: 'create_task',
        status: 'SUCCEEDED',
        input: { title: 'Visit Recife' },
        output: { taskId: expect.any(String) },
        error: null,
        startedAt: INSTANT,
        completedAt: INSTANT,
      },
    ],
  });
  const { decisions } = await send<{ decisions: object[] }>('ExplainEvent', { id: runOf(city).event.id });
  expect(decisions).toHaveLength(2);
  expect(decisions).toContainEqual({
    automation: { id: city.id, name: 'City' },
    outcome: 'STARTED',
    reason: expect.any(String),
    execution: { id: runOf(city).id, status: 'SUCCEEDED' },
  });
  expect(await send('Events', { filter: { type: 'order.stage_changed' } })).toMatchObject({
    edges: [{ node: { id: runOf(city).event.id, cascadeDepth: 0, occurredAt: INSTANT } }],
  });
});

it('has sent every operation of the contract', () => {
  expect([...sent].sort()).toEqual([...operationNames].sort());
});
