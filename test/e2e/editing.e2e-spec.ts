import { stateOf } from '../support/state.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

/** The documents of the contract, word for word. */
const DOCUMENTS = {
  deleteOrder: 'mutation DeleteOrder($id: ID!) { deleteOrder(id: $id) { id } }',
  deleteTask: 'mutation DeleteTask($id: ID!) { deleteTask(id: $id) { id } }',
  reopenTask: 'mutation ReopenTask($id: ID!) { reopenTask(id: $id) { id status } }',
  deleteTag: 'mutation DeleteTag($id: ID!) { deleteTag(id: $id) { id } }',
  updateTag:
    'mutation UpdateTag($id: ID!, $input: UpdateTagInput!) { updateTag(id: $id, input: $input) { id name color } }',
  updatePipeline:
    'mutation UpdatePipeline($id: ID!, $input: UpdatePipelineInput!) { updatePipeline(id: $id, input: $input) { id name stages { id name } } }',
};

type Stage = { id: string; name: string };

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

const asked = (name: keyof typeof DOCUMENTS, variables: object) =>
  client.raw<Record<string, { id: string; name: string; status: string; stages: Stage[] }>>(DOCUMENTS[name], variables);

async function done(name: keyof typeof DOCUMENTS, variables: object) {
  const { data, errors } = await asked(name, variables);
  expect(errors).toBeUndefined();
  return data[name]!;
}

/** The error of a mutation that changed nothing. */
async function refused(name: keyof typeof DOCUMENTS, variables: object) {
  const before = await stateOf(server.database);
  const { errors } = await asked(name, variables);
  expect(await stateOf(server.database)).toBe(before);
  return {
    code: errors?.[0]?.extensions.code,
    message: errors?.[0]?.message,
    details: errors?.[0]?.extensions.details,
  };
}

const made = async (operation: string, input: object) =>
  Object.values(await client.send<Record<string, { id: string }>>(operation, { input }))[0]!.id;

const audit = async () =>
  (
    await server.database.query<{ action: string }>(
      `SELECT action FROM audit_entry WHERE workspace_id = $1 AND subject_type <> 'api_key' ORDER BY id`,
      [client.workspaceId],
    )
  ).map(({ action }) => action);

describe('a tag', () => {
  it('changes its name and color, and publishes one event', async () => {
    const id = await made('CreateTag', { name: 'VIP' });
    const changed = await done('updateTag', { id, input: { name: 'Gold', color: '#FFCC00' } });
    await done('updateTag', { id, input: { name: 'Gold' } });

    expect(changed).toEqual({ id, name: 'Gold', color: '#FFCC00' });
    expect((await shop.events('tag.updated')).length).toBe(1);
    expect(await audit()).toEqual(['tag.updated']);
  });

  it('cannot have the name of another tag, in any case', async () => {
    await made('CreateTag', { name: 'VIP' });
    const id = await made('CreateTag', { name: 'Gold' });
    expect(await refused('updateTag', { id, input: { name: 'vip' } })).toMatchObject({ code: 'CONFLICT' });
  });

  it('is deleted with its assignments', async () => {
    const id = await made('CreateTag', { name: 'VIP' });
    await made('AssignTag', { tagId: id, entityType: 'CONTACT', entityId: shop.contactId });
    expect(await done('deleteTag', { id })).toEqual({ id });

    const { data } = await client.raw(
      `{ contact(id: "${shop.contactId}") { tags { id } } tags { edges { node { id } } } }`,
    );
    expect(data).toEqual({ contact: { tags: [] }, tags: { edges: [] } });
    expect([(await shop.events('tag.deleted')).length, await audit()]).toEqual([1, ['tag.deleted']]);
    expect(await refused('deleteTag', { id })).toMatchObject({ code: 'NOT_FOUND' });
  });

  const tagging = (params: object) => [{ key: 'tag', type: 'assign_tag', params }];
  const VIP = { logic: 'AND', conditions: [{ field: 'contact.name', operator: 'equals', value: 'Ana' }] };
  const TASK = [{ key: 'task', type: 'create_task', params: { title: 'Call' } }];

  it.each<[string, (id: string) => Promise<string>]>([
    ['an action', (id) => shop.automate(tagging({ tagId: id }))],
    ['an action by its name', () => shop.automate(tagging({ tagName: ' vip ' }))],
    [
      'a trigger',
      (id) => shop.automate(TASK, { trigger: { type: 'tag.assigned', config: { tagId: id.toUpperCase() } } }),
    ],
    [
      'a condition by its name',
      () =>
        shop.automate(TASK, {
          conditions: { logic: 'AND', conditions: [{ field: 'contact.tags', operator: 'contains', value: 'VIP' }] },
        }),
    ],
    [
      'an arm of a branch',
      (id) =>
        shop.automate([
          {
            key: 'way',
            type: 'branch',
            arms: [{ name: 'yes', conditions: VIP, actions: tagging({ tagId: id }) }],
            otherwise: [],
          },
        ]),
    ],
    [
      'what ends it',
      (id) => shop.automate(TASK, { settings: { stopWhen: [{ event: 'tag.assigned', config: { tagId: id } }] } }),
    ],
    ['a disabled automation', (id) => shop.automate(tagging({ tagId: id }), { enabled: false })],
  ])('is not deleted while %s uses it; the error names the automation', async (_, automate) => {
    const id = await made('CreateTag', { name: 'VIP' });
    const other = await made('CreateTag', { name: 'Other' });
    const automation = await automate(id);

    expect(await refused('deleteTag', { id })).toMatchObject({
      code: 'CONFLICT',
      message: 'The tag "VIP" is used by automation "Won"',
    });
    await done('deleteTag', { id: other });
    await client.send('DeleteAutomation', { id: automation });
    await done('deleteTag', { id });
  });

  it('is either deleted or used by a new automation, never both', async () => {
    for (let round = 0; round < 8; round += 1) {
      const id = await made('CreateTag', { name: 'VIP' });
      const [deleted, automated] = await Promise.all([
        asked('deleteTag', { id }),
        client.answer<{ createAutomation: { id: string } | null }>('CreateAutomation', {
          input: { name: 'Won', trigger: shop.onStage('Won'), actions: tagging({ tagId: id }) },
        }),
      ]);
      expect([deleted.errors, automated.errors].filter(Boolean)).toHaveLength(1);
      if (deleted.errors) {
        await client.send('DeleteAutomation', { id: automated.data.createAutomation!.id });
        await done('deleteTag', { id });
      }
    }
  });
});

describe('a pipeline', () => {
  const stages = async (list: object[]) => done('updatePipeline', { id: shop.pipelineId, input: { stages: list } });

  it('is renamed, and its stages are reordered, renamed, added and deleted in one mutation', async () => {
    const [fresh, won, lost] = ['New', 'Won', 'Lost'].map((name) => shop.stage(name));
    const order = await shop.order();
    const pipeline = await done('updatePipeline', {
      id: shop.pipelineId,
      input: {
        name: 'Deals',
        stages: [{ id: won, name: 'Closed' }, { name: 'Talking' }, { id: fresh!.toUpperCase() }],
      },
    });

    expect(pipeline).toMatchObject({
      name: 'Deals',
      stages: [{ id: won, name: 'Closed' }, { name: 'Talking' }, { id: fresh, name: 'New' }],
    });
    expect(pipeline.stages.map(({ id }) => id)).not.toContain(lost);
    expect((await shop.orderById(order)).stage.name).toBe('New');
    expect([(await shop.events('pipeline.updated')).length, await audit()]).toEqual([1, ['pipeline.updated']]);
  });

  it('publishes nothing when nothing changes', async () => {
    await stages(['New', 'Won', 'Lost'].map((name) => ({ id: shop.stage(name) })));
    expect([await shop.events('pipeline.updated'), await audit()]).toEqual([[], []]);
  });

  it('keeps a stage that has orders', async () => {
    await shop.order();
    const input = { stages: [{ id: shop.stage('Won') }] };
    const refusal = await refused('updatePipeline', { id: shop.pipelineId, input });
    expect(refusal).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('"New"') });
  });

  it('keeps a stage that an automation uses; the error names the automation', async () => {
    await shop.automate([{ key: 'task', type: 'create_task', params: { title: 'Call' } }]);
    const input = { stages: [{ id: shop.stage('New') }] };
    expect(await refused('updatePipeline', { id: shop.pipelineId, input })).toMatchObject({
      code: 'CONFLICT',
      message: 'The stage "Won" is used by automation "Won"',
    });
  });

  it.each<[string, () => object, string[]]>([
    ['no stages', () => ({ stages: [] }), ['input.stages']],
    ['a new stage without a name', () => ({ stages: [{}] }), ['input.stages.0.name']],
    [
      'a stage listed twice',
      () => ({ stages: [{ id: shop.stage('New') }, { id: shop.stage('New') }] }),
      ['input.stages.1.id'],
    ],
    ['an empty name', () => ({ name: ' ' }), ['input.name']],
    ['51 stages', () => ({ stages: Array.from({ length: 51 }, () => ({ name: 'A' })) }), ['input.stages']],
  ])('refuses %s', async (_, input, paths) => {
    const { code, details } = await refused('updatePipeline', { id: shop.pipelineId, input: input() });
    expect([code, details?.map(({ path }) => path.join('.'))]).toEqual(['INVALID_INPUT', paths]);
  });

  it('never leaves an order without a stage when one is moved to a stage that is being deleted', async () => {
    for (let round = 0; round < 8; round += 1) {
      const order = await shop.order();
      const { stages: now } = await stages([{ id: shop.stage('New') }, { name: 'Gone' }]);
      const gone = now[1]!.id;
      const [cut, moved] = await Promise.all([
        asked('updatePipeline', { id: shop.pipelineId, input: { stages: [{ id: shop.stage('New') }] } }),
        client.answer('MoveOrder', { id: order, stageId: gone }),
      ]);
      const codes = [cut.errors, moved.errors].map((errors) => errors?.[0]?.extensions.code);
      expect(codes.filter(Boolean)).toHaveLength(1);
      expect(['CONFLICT', 'NOT_FOUND']).toContain(codes.find(Boolean));
      if (!moved.errors) await client.send('MoveOrder', { id: order, stageId: shop.stage('New') });
    }
  });
});

describe('a task', () => {
  it('publishes one event when it is reopened, and becomes overdue unless that was already published', async () => {
    const id = await made('CreateTask', { title: 'Call', dueAt: '2020-01-01T00:00:00Z', contactId: shop.contactId });
    await client.send('CompleteTask', { id });
    await server.advance('10s');
    expect(await shop.events('task.overdue')).toEqual([]);

    expect(await done('reopenTask', { id })).toEqual({ id, status: 'OPEN' });
    expect(await done('reopenTask', { id })).toEqual({ id, status: 'OPEN' });
    await server.advance('10s');
    expect([(await shop.events('task.reopened')).length, (await shop.events('task.overdue')).length]).toEqual([1, 1]);
  });

  it('is deleted, and starts automations that listen for it', async () => {
    await shop.automate([{ key: 'again', type: 'create_task', params: { title: 'Was {{ deletedTask.title }}' } }], {
      trigger: { type: 'task.deleted' },
    });
    const id = await made('CreateTask', { title: 'Call', contactId: shop.contactId });
    const ended = server.ended(client.workspaceId);
    expect(await done('deleteTask', { id })).toEqual({ id });
    await ended;

    expect(await shop.tasks()).toEqual(['Was Call']);
    expect(await refused('deleteTask', { id })).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('an order', () => {
  const later = (title: string) => ({ key: title, type: 'create_task', params: { title }, delay: '1d' });

  it('is deleted with its items and tasks, but not with its duplicates', async () => {
    const order = await shop.order({ items: [{ title: 'Beans', quantity: 2, unitPrice: '5' }] });
    await made('CreateTask', { title: 'Pack', orderId: order });
    await shop.automate([{ key: 'copy', type: 'duplicate_order', params: {} }]);
    const copied = server.ended(client.workspaceId);
    await shop.move(order, 'Won');
    await copied;
    const [, copy] = await shop.orders();

    expect(await done('deleteOrder', { id: order })).toEqual({ id: order });
    expect((await shop.orders()).map(({ id }) => id)).toEqual([copy!.id]);
    expect(await shop.orderById(copy!.id)).toMatchObject({ sourceOrder: null });
    const [event] = await server.database.query<{ payload: object }>(
      `SELECT payload FROM event WHERE workspace_id = $1 AND type = 'order.deleted'`,
      [client.workspaceId],
    );
    expect(event!.payload).toMatchObject({ orderId: order, tasks: 1, order: { name: 'Beans', value: '10.00' } });
    expect(await refused('deleteOrder', { id: order })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('ends the executions about it, sleeping or waiting, and no others', async () => {
    await shop.automate([later('Remind')], { name: 'Sleeper' });
    await shop.automate(
      [{ key: 'wait', type: 'wait_for_event', params: { event: 'order.stage_changed', timeout: '2d' } }, later('Then')],
      { name: 'Waiter' },
    );
    const [order, other] = [await shop.order(), await shop.order()];
    await shop.move(order, 'Won');
    await shop.move(other, 'Won');
    await server.quiet();
    const ended = server.ended(client.workspaceId, 2);
    await done('deleteOrder', { id: order });

    expect((await ended).filter(({ execution }) => execution.status === 'CANCELLED').length).toBe(2);
    expect((await shop.executions({ orderId: order })).map(({ status, error }) => [status, error])).toEqual(
      Array(2).fill(['CANCELLED', { code: 'SUBJECT_DELETED', message: 'The order was deleted' }]),
    );
    expect((await shop.executions({ orderId: other })).map(({ status }) => status)).toEqual(['SLEEPING', 'SLEEPING']);
  });

  it('starts automations that listen for its deletion, with the order as it was', async () => {
    const trigger = { type: 'order.deleted', config: { stageId: shop.stage('New') } };
    const params = { title: '{{ deletedOrder.name }} of {{ contact.name }} is gone' };
    await shop.automate([{ key: 'task', type: 'create_task', params }], { trigger });
    const order = await shop.order();
    const ended = server.ended(client.workspaceId);
    await done('deleteOrder', { id: order });
    await ended;

    expect(await shop.tasks()).toEqual(['Beans of Ana is gone']);
  });

  it('answers a task creation at the same time with success, NOT_FOUND or CONFLICT', async () => {
    for (let round = 0; round < 8; round += 1) {
      const order = await shop.order();
      const [deleted, task] = await Promise.all([
        asked('deleteOrder', { id: order }),
        client.answer('CreateTask', { input: { title: 'Pack', orderId: order } }),
      ]);
      expect(deleted.errors).toBeUndefined();
      expect([undefined, 'NOT_FOUND', 'CONFLICT']).toContain(task.errors?.[0]?.extensions.code);
    }
    const [row] = await server.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM task WHERE workspace_id = $1',
      [client.workspaceId],
    );
    expect(row!.count).toBe(0);
  });
});
