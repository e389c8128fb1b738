import { newId } from '../../src/kernel/ids.js';
import { stateOf } from '../support/state.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;
let client: Client;
let shop: Workshop;

const FOR_CONTACT = { type: 'manual', config: { about: 'contact' } };
const FOR_ORDER = { type: 'manual', config: { about: 'order' } };
const TASK = { key: 'task', type: 'create_task', params: { title: 'Call {{ contact.name }}' } };

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  client = await server.client();
  shop = await Workshop.open(client);
});

afterAll(() => server.close());

type Started = { id: string; status: string; event: { id: string; type: string; actor: { type: string } } };

const START = `mutation ($id: ID!, $input: StartAutomationInput!) {
  startAutomation(id: $id, input: $input) { id status event { id type actor { type } } }
}`;

const asked = (id: string, input: object, by = client) =>
  by.raw<{ startAutomation: Started | null }>(START, { id, input });

async function start(id: string, input: object = { contactId: shop.contactId }): Promise<Started> {
  const { data, errors } = await asked(id, input);
  if (errors) throw new Error(errors[0]!.message);
  return data.startAutomation!;
}

async function refusal(id: string, input: object, by = client) {
  const { errors } = await asked(id, input, by);
  const { message, extensions } = errors![0]!;
  return { code: extensions.code, message, path: extensions.details?.[0]?.path };
}

it('starts an execution for a contact, and returns it', async () => {
  const id = await shop.automate([TASK], { trigger: FOR_CONTACT });
  const ended = server.ended(client.workspaceId);

  const started = await start(id);
  await ended;

  expect(started).toMatchObject({
    status: 'QUEUED',
    event: { type: 'automation.started_by_hand', actor: { type: 'API_KEY' } },
  });
  expect(await shop.tasks()).toEqual(['Call Ana']);
  expect(await shop.execution(started.id)).toMatchObject({ status: 'SUCCEEDED', automation: { id } });
});

it("starts for an order, with the order's contact", async () => {
  const order = await shop.order({ value: '250.00' });
  const id = await shop.automate(
    [
      { type: 'create_task', params: { title: '{{ contact.name }}: {{ order.value }}, {{ trigger.order.value }}' } },
      { type: 'change_stage', params: { stageId: shop.stage('Won') } },
    ],
    { trigger: FOR_ORDER },
  );
  const ended = server.ended(client.workspaceId);

  await start(id, { orderId: order.toUpperCase() });
  await ended;

  expect(await shop.tasks()).toEqual(['Ana: 250.00, 250.00']);
  expect((await shop.orderById(order)).stage.name).toBe('Won');
});

it('reaches no other automation, and decides about none', async () => {
  const [id] = [
    await shop.automate([TASK], { trigger: FOR_CONTACT, name: 'Ours' }),
    await shop.automate([TASK], { trigger: FOR_CONTACT, name: 'Other' }),
    await shop.automate([TASK], { trigger: FOR_ORDER, name: 'Of orders' }),
  ];

  const { event, id: executionId } = await start(id);

  expect(await shop.decisions(event.id)).toMatchObject([
    { automation: { name: 'Ours' }, outcome: 'STARTED', execution: { id: executionId } },
  ]);
  const [path] = await client
    .raw<{ contactPath: { edges: { node: { kind: string; label: string } }[] } }>(
      `query ($id: ID!) { contactPath(contactId: $id, first: 20) { edges { node { kind label } } } }`,
      { id: shop.contactId },
    )
    .then(({ data }) => data.contactPath.edges.filter(({ node }) => node.kind === 'DECISION'));
  expect(path!.node.label).toBe('1 started, 0 did not');
});

it('checks the conditions as usual; if they are false it says why and changes nothing', async () => {
  const order = await shop.order({ value: '10.00' });
  const conditions = { logic: 'AND', conditions: [{ field: 'order.value', operator: 'gt', value: 100 }] };
  const id = await shop.automate([TASK], { trigger: FOR_ORDER, conditions });
  await server.quiet();
  const before = await stateOf(server.database);

  expect(await refusal(id, { orderId: order })).toMatchObject({
    code: 'ILLEGAL_STATE',
    message: expect.stringMatching(/^CONDITIONS_FALSE: .*order\.value/),
  });

  expect(await stateOf(server.database)).toBe(before);
});

it('changes nothing when the execution cannot be stored', async () => {
  const id = await shop.automate([TASK], { trigger: FOR_CONTACT });
  await server.quiet();
  const { query } = server.database;
  await query(
    `CREATE FUNCTION refuse_start() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused''; END'`,
  );
  await query(`CREATE TRIGGER refuse BEFORE INSERT ON execution FOR EACH ROW EXECUTE FUNCTION refuse_start()`);
  server.app.useLogger(false);
  const before = await stateOf(server.database);

  expect(await refusal(id, { contactId: shop.contactId })).toMatchObject({ code: 'INTERNAL' });

  await query('DROP TRIGGER refuse ON execution');
  expect(await stateOf(server.database)).toBe(before);
  expect(await start(id)).toMatchObject({ status: 'QUEUED' });
});

it('starts one execution for each of twenty simultaneous requests', async () => {
  const id = await shop.automate([{ type: 'stop', params: { reason: 'Enough' } }], { trigger: FOR_CONTACT });
  const ended = server.ended(client.workspaceId, 20);

  const started = await Promise.all(Array.from({ length: 20 }, () => start(id)));
  await ended;
  // Everything that the relay could find has been dispatched.
  await server.advance('1 hour');
  await server.quiet();

  const executions = await shop.executions();
  expect(executions.map(({ id: each }) => each).sort()).toEqual(started.map(({ id: each }) => each).sort());
});

it('returns the waiting execution that a later start joins', async () => {
  const settings = { debounce: { quiet: '5m', max: '1h' } };
  const id = await shop.automate([TASK], { trigger: FOR_CONTACT, settings });

  const first = await start(id);
  const second = await start(id);

  expect([first.status, second.status, second.id]).toEqual(['SLEEPING', 'SLEEPING', first.id]);
  expect(second.event.id).not.toBe(first.event.id);
  expect(await shop.decisions(second.event.id)).toMatchObject([{ outcome: 'STARTED', execution: { id: first.id } }]);
  expect(await shop.executions()).toHaveLength(1);
});

it('is refused for an automation that is disabled, has another trigger or does not exist', async () => {
  const input = { contactId: shop.contactId };
  const off = await shop.automate([TASK], { trigger: FOR_CONTACT, enabled: false });
  const won = await shop.automate([TASK]);

  expect(await refusal(off, input)).toMatchObject({
    code: 'ILLEGAL_STATE',
    message: 'It is disabled: enable it first',
  });
  expect(await refusal(won, input)).toMatchObject({
    code: 'ILLEGAL_STATE',
    message: 'It is not started by hand: its trigger is order.stage_changed',
  });
  expect(await refusal(newId(), input)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await refusal('nonsense', input)).toMatchObject({ code: 'NOT_FOUND' });
});

it('accepts one existing contact or order, as the automation requires', async () => {
  const id = await shop.automate([TASK], { trigger: FOR_CONTACT });
  const order = await shop.order();

  for (const input of [{}, { contactId: shop.contactId, orderId: order }, { contactId: null }])
    expect(await refusal(id, input)).toMatchObject({ code: 'INVALID_INPUT', path: ['input'] });
  expect(await refusal(id, { orderId: order })).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'orderId'] });
  expect(await refusal(id, { contactId: newId() })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await shop.executions()).toEqual([]);
});

it('finds nothing of another workspace', async () => {
  const id = await shop.automate([TASK], { trigger: FOR_CONTACT });
  const stranger = await server.client();
  const theirs = await Workshop.open(stranger);

  expect(await refusal(id, { contactId: theirs.contactId }, stranger)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await refusal(id, { contactId: theirs.contactId })).toMatchObject({ code: 'NOT_FOUND' });
});

it('starts the newest version of an automation that was just changed', async () => {
  const id = await shop.automate([TASK], { trigger: FOR_CONTACT });
  for (let version = 1; version <= 3; version += 1) {
    const { id: executionId } = await start(id);
    expect((await shop.execution(executionId)).automationVersion).toBe(version);
    await client.send('UpdateAutomation', { id, input: { name: `Version ${version + 1}` } });
  }
});

describe('an automation that is started for a contact', () => {
  it('has no order to read or change', async () => {
    const create = async (parts: object) => {
      const input = { name: 'By hand', trigger: FOR_CONTACT, actions: [TASK], ...parts };
      const { errors } = await client.answer('CreateAutomation', { input });
      return errors?.[0]?.extensions.details?.map(({ path, message }) => [path.join('.'), message]) ?? [];
    };
    const title = '{{ order.name }} {{ trigger.order.name }}';

    expect(await create({ actions: [{ type: 'create_task', params: { title } }] })).toEqual([
      ['actions.0.params.title', expect.stringContaining('Unknown path "order.name"')],
      ['actions.0.params.title', expect.stringContaining('Unknown path "trigger.order.name"')],
    ]);
    expect(
      await create({ conditions: { logic: 'AND', conditions: [{ field: 'order.value', operator: 'exists' }] } }),
    ).toEqual([['conditions.conditions.0.field', expect.stringContaining('Unknown path "order.value"')]]);
    expect(await create({ actions: [{ type: 'change_stage', params: { stageId: shop.stage('Won') } }] })).toEqual([
      ['actions.0.type', expect.stringContaining('requires an order')],
    ]);
    expect(await create({ trigger: { ...FOR_ORDER }, actions: [{ type: 'create_task', params: { title } }] })).toEqual(
      [],
    );
  });
});

it('cannot be waited for by an execution', async () => {
  const wait = { key: 'wait', type: 'wait_for_event', params: { event: 'manual', timeout: '1d' } };
  const { errors } = await client.answer('CreateAutomation', {
    input: { name: 'Wait', trigger: shop.onStage('Won'), actions: [wait] },
  });
  expect(errors![0]!.extensions.details).toEqual([
    { path: ['actions', 0, 'params', 'event'], message: expect.stringContaining('Expected the type of a trigger') },
  ]);
});
