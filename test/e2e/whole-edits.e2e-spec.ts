import { stateOf } from '../support/state.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;
let client: Client;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  client = await server.client();
  shop = await Workshop.open(client);
});

afterAll(() => server.close());

const ORDER = `{ id name value version contact { name } stage { name } pipeline { name } items { position title sku quantity unitPrice } }`;
const UPDATE = `mutation ($id: ID!, $input: UpdateOrderInput!, $expectedVersion: Int) {
  updateOrder(id: $id, input: $input, expectedVersion: $expectedVersion) ${ORDER} }`;

interface OrderView {
  value: string;
  version: number;
  items: object[];
}

const asked = (id: string, input: object, expectedVersion?: number) =>
  client.raw<{ updateOrder: OrderView | null }>(UPDATE, { id, input, expectedVersion });

async function update(id: string, input: object, expectedVersion?: number): Promise<OrderView> {
  const { data, errors } = await asked(id, input, expectedVersion);
  if (errors) throw new Error(errors[0]!.message);
  return data.updateOrder!;
}

const payloads = (type: string) =>
  server.database.query<{ payload: Record<string, unknown> }>(
    'SELECT payload FROM event WHERE workspace_id = $1 AND type = $2 ORDER BY seq',
    [client.workspaceId, type],
  );

async function made(operation: string, input: object): Promise<string> {
  return Object.values(await client.send<Record<string, { id: string }>>(operation, { input }))[0]!.id;
}

describe('updateOrder', () => {
  const CUPS = [
    { title: 'Cup', quantity: 2, unitPrice: '1.10' },
    { title: 'Spoon', sku: 'S', quantity: 1 },
  ];

  it('changes contact, items, pipeline and fields in one transaction, each with its event', async () => {
    const order = await shop.order({ value: '250.00' });
    const bea = await made('CreateContact', { name: 'Bea' });
    const service = await made('CreatePipeline', { name: 'Service', stages: ['Open', 'Done'] });

    const after = await update(
      order,
      { name: 'Cups', contactId: bea.toUpperCase(), items: CUPS, pipelineId: service },
      1,
    );

    expect(after).toMatchObject({
      ...{
        name: 'Cups',
        value: '2.20',
        contact: { name: 'Bea' },
        stage: { name: 'Open' },
        pipeline: { name: 'Service' },
      },
      items: [
        { position: 0, title: 'Cup', sku: null, quantity: 2, unitPrice: '1.10' },
        { position: 1, title: 'Spoon', sku: 'S', quantity: 1, unitPrice: '0.00' },
      ],
    });
    expect(
      (await payloads('field.changed')).map(({ payload }) => [payload.field, payload.previous, payload.current]),
    ).toEqual([
      ['order.name', 'Beans', 'Cups'],
      ['order.value', '250.00', '2.20'],
      ['order.contactId', shop.contactId, bea],
    ]);
    expect(await payloads('order.items_changed')).toMatchObject([
      { payload: { contactId: bea, items: { count: 2, total: '2.20' }, previous: { count: 0, total: '0.00' } } },
    ]);
    expect(await payloads('order.stage_changed')).toMatchObject([
      { payload: { contactId: bea, toStage: { name: 'Open' } } },
    ]);
  });

  it('keeps a given value, publishes nothing for unchanged items, and removes them with null', async () => {
    const order = await shop.order();
    const { version } = await update(order, { items: CUPS, value: '9.00' });
    expect(await update(order, { items: CUPS, pipelineId: shop.pipelineId }, version)).toMatchObject({
      value: '9.00',
      version,
    });
    expect(await update(order, { items: null, contactId: null })).toMatchObject({
      value: '0.00',
      contact: null,
      items: [],
    });
    expect((await payloads('order.items_changed')).length).toBe(2);
  });

  it.each<[string, () => object, string[]]>([
    [
      'bad items',
      () => ({ items: [{ title: '', quantity: 0, unitPrice: -1 }] }),
      ['input.items.0.title', 'input.items.0.quantity', 'input.items.0.unitPrice'],
    ],
    [
      '201 items',
      () => ({ items: Array.from({ length: 201 }, () => ({ title: 'Cup', quantity: 1 })) }),
      ['input.items'],
    ],
    ['a stage of another pipeline', () => ({ name: 'Cups', stageId: elsewhere }), ['input.stageId']],
  ])('refuses %s, and changes nothing', async (_, input, paths) => {
    const order = await shop.order();
    await openElsewhere();
    const before = await stateOf(server.database);

    const { errors } = await asked(order, input());

    const { code, details } = errors![0]!.extensions;
    expect([code, details?.map(({ path }) => path.join('.'))]).toEqual(['INVALID_INPUT', paths]);
    expect(await stateOf(server.database)).toBe(before);
  });

  it('refuses an outdated version before it changes anything', async () => {
    const order = await shop.order();
    const before = await stateOf(server.database);
    expect((await asked(order, { items: CUPS }, 7)).errors![0]!.extensions).toMatchObject({
      code: 'CONFLICT',
      version: 1,
    });
    expect(await stateOf(server.database)).toBe(before);
  });

  it.each(['contactId', 'pipelineId', 'stageId'])('answers an empty %s with NOT_FOUND', async (field) => {
    const { errors } = await asked(await shop.order(), { [field]: '' });
    expect(errors![0]!.extensions.code).toBe('NOT_FOUND');
  });

  let elsewhere: string;
  async function openElsewhere(): Promise<void> {
    const { createPipeline } = await client.send<{ createPipeline: { stages: { id: string }[] } }>('CreatePipeline', {
      input: { name: 'Service', stages: ['Open'] },
    });
    elsewhere = createPipeline.stages[0]!.id;
  }
});

it("changes a task's contact, order and assignee, and publishes one event", async () => {
  const order = await shop.order();
  const task = await made('CreateTask', { title: 'Call', contactId: shop.contactId });
  const change = (input: object) =>
    client.raw<{ updateTask: object }>(
      `mutation ($id: ID!, $input: UpdateTaskInput!) { updateTask(id: $id, input: $input) { assigneeId contact { id } order { id } } }`,
      { id: task, input },
    );

  const input = { contactId: null, orderId: order, assigneeId: 'Ana@Shop' };
  const expected = { assigneeId: 'Ana@Shop', contact: null, order: { id: order } };
  expect((await change(input)).data.updateTask).toEqual(expected);
  expect((await change(input)).data.updateTask).toEqual(expected);

  expect(await payloads('task.updated')).toMatchObject([
    {
      payload: {
        ...{ taskId: task, contactId: shop.contactId, orderId: order, task: { assigneeId: 'Ana@Shop' } },
        previous: { contactId: shop.contactId, orderId: null, task: { assigneeId: null } },
      },
    },
  ]);
});

it.each(['contactId', 'orderId'])("answers an empty %s of a task's change with NOT_FOUND", async (field) => {
  const id = await made('CreateTask', { title: 'Call', contactId: shop.contactId });
  const { errors } = await client.raw(
    `mutation ($id: ID!, $input: UpdateTaskInput!) { updateTask(id: $id, input: $input) { id } }`,
    { id, input: { [field]: '' } },
  );
  expect(errors![0]!.extensions.code).toBe('NOT_FOUND');
});

describe('force', () => {
  const audit = async (id: string) =>
    (
      await client.raw<{ automationAudit: { edges: { node: object }[] } }>(
        `query ($id: ID!) { automationAudit(automationId: $id, first: 1) { edges { node { change reason } } } }`,
        { id },
      )
    ).data.automationAudit.edges[0]!.node;

  it('deletes a tag and disables the automations that use it: sleepers end, and the audit shows the reason', async () => {
    const tag = await made('CreateTag', { name: 'VIP' });
    const tagging = { type: 'assign_tag', params: { tagId: tag }, delay: '1d' };
    const id = await shop.automate([tagging]);
    const bystander = await shop.automate([{ type: 'create_task', params: { title: 'Call' } }], {
      trigger: { type: 'contact.created' },
    });
    const order = await shop.order();
    await shop.move(order, 'Won');
    await server.quiet();
    const mutation = (force: boolean) => client.raw(`mutation { deleteTag(id: "${tag}", force: ${force}) { id } }`);

    expect((await mutation(false)).errors![0]!.message).toBe('The tag "VIP" is used by automation "Won"');
    expect((await mutation(true)).errors).toBeUndefined();

    expect(await audit(id)).toEqual({ change: 'DISABLED', reason: 'The tag "VIP" was deleted' });
    expect(await audit(bystander)).toEqual({ change: 'CREATED', reason: null });
    expect(await shop.executions()).toMatchObject([{ status: 'CANCELLED' }]);
  });

  it('moves the orders of a deleted stage to another stage, each with its event', async () => {
    const moved = await shop.order({ stageId: shop.stage('Won') });
    const stays = await shop.order({ stageId: shop.stage('New') });
    const without = (moveOrdersTo: string) =>
      client.raw<{ updatePipeline: { stages: { name: string }[] } }>(
        `mutation ($id: ID!, $input: UpdatePipelineInput!) { updatePipeline(id: $id, input: $input) { stages { name } } }`,
        {
          id: shop.pipelineId,
          input: { stages: ['New', 'Lost'].map((name) => ({ id: shop.stage(name) })), moveOrdersTo },
        },
      );

    const { errors } = await without(shop.stage('Won'));
    expect(errors![0]!.extensions).toMatchObject({
      code: 'INVALID_INPUT',
      details: [{ path: ['input', 'moveOrdersTo'] }],
    });
    const { data } = await without(shop.stage('Lost'));

    expect(data.updatePipeline.stages).toEqual([{ name: 'New' }, { name: 'Lost' }]);
    const { data: orders } = await client.raw(
      `query ($a: ID!, $b: ID!) { a: order(id: $a) { stage { name } } b: order(id: $b) { stage { name } } }`,
      { a: moved, b: stays },
    );
    expect(orders).toEqual({ a: { stage: { name: 'Lost' } }, b: { stage: { name: 'New' } } });
    expect(await payloads('order.stage_changed')).toMatchObject([
      { payload: { orderId: moved, fromStage: { name: 'Won' }, toStage: { name: 'Lost' } } },
    ]);
  });

  it('deletes a stage only if it has no orders, and otherwise disables nothing', async () => {
    const id = await shop.automate([{ type: 'create_task', params: { title: 'Call' } }]);
    const order = await shop.order({ stageId: shop.stage('Won') });
    const remove = () =>
      client.raw(
        `mutation ($id: ID!, $stages: [StageInput!]) { updatePipeline(id: $id, force: true, input: { stages: $stages }) { id } }`,
        { id: shop.pipelineId, stages: [{ id: shop.stage('New') }] },
      );

    expect((await remove()).errors![0]!.extensions.code).toBe('CONFLICT');
    expect(await audit(id)).toEqual({ change: 'CREATED', reason: null });

    await shop.move(order, 'New');
    expect((await remove()).errors).toBeUndefined();
    expect(await audit(id)).toEqual({ change: 'DISABLED', reason: 'The stage "Won" was deleted' });
  });
});
