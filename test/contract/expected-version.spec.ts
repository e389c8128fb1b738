import { anAutomation, makeSale, send, type Sale } from '../support/sale.js';
import { stateOf } from '../support/state.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

type Versioned = { id: string; version: number };
type Changed = Record<string, Versioned & { name?: string; enabled?: boolean }>;

let server: TestServer;
let client: Client;
let sale: Sale;
let automation: Versioned;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  client = await server.client();
  sale = await makeSale(client);
  automation = await send<Versioned>(client, 'CreateAutomation', { input: anAutomation() });
});

afterAll(() => server.close());

/** Each change that accepts an expected version: the entity, and an input that changes it. */
const CHANGES = {
  updateAutomation: { id: () => automation.id, type: 'UpdateAutomationInput', change: (name: string) => ({ name }) },
  updateContact: { id: () => sale.contact.id, type: 'UpdateContactInput', change: (name: string) => ({ name }) },
  updateOrder: { id: () => sale.order.id, type: 'UpdateOrderInput', change: (name: string) => ({ name }) },
  updateTask: { id: () => sale.task.id, type: 'UpdateTaskInput', change: (name: string) => ({ title: name }) },
} as const;
type Change = keyof typeof CHANGES;
const names = Object.keys(CHANGES) as Change[];

function change(name: Change, input: object, expectedVersion?: number | null) {
  const document = `mutation ($id: ID!, $input: ${CHANGES[name].type}!, $expectedVersion: Int) {
    ${name}(id: $id, input: $input, expectedVersion: $expectedVersion) { id version }
  }`;
  return client.raw<Changed>(document, { id: CHANGES[name].id(), input, expectedVersion });
}

const versionAfter = async (...asked: Parameters<typeof change>) =>
  Object.values((await change(...asked)).data)[0]!.version;

describe.each(names)('%s', (name) => {
  const to = CHANGES[name].change;

  it('changes the version that was read, and increments it', async () => {
    expect(await versionAfter(name, to('First'), 1)).toBe(2);
    expect(await versionAfter(name, to('Second'), 2)).toBe(3);
    expect(await versionAfter(name, to('Third'))).toBe(4);
    expect(await versionAfter(name, to('Fourth'), null)).toBe(5);
  });

  it('refuses an outdated version with CONFLICT, reports the current one, and changes nothing', async () => {
    await change(name, to('First'), 1);
    const before = await stateOf(server.database);

    const { errors } = await change(name, to('Second'), 1);
    const message = expect.stringMatching(/has version 2 now, not 1/);
    const details = [{ path: ['expectedVersion'], message }];
    expect(errors).toMatchObject([{ message, extensions: { code: 'CONFLICT', version: 2, details } }]);
    expect(await stateOf(server.database)).toBe(before);
  });

  it('accepts exactly one of many concurrent edits of the same version', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => change(name, to(`Editor ${n}`), 1)));

    const codes = answers.map(({ errors }) => errors?.[0]!.extensions.code ?? 'changed');
    expect(codes.sort()).toEqual([...Array<string>(7).fill('CONFLICT'), 'changed']);
  });

  it('keeps the version when nothing changes', async () => {
    await change(name, to('First'));
    expect(await versionAfter(name, {}, 2)).toBe(2);
    expect(await versionAfter(name, to('First'), 2)).toBe(2);
  });
});

it('increments the version when an order moves and when a task is completed', async () => {
  await send(client, 'MoveOrder', { id: sale.order.id, stageId: sale.pipeline.stages[1]!.id });
  await send(client, 'CompleteTask', { id: sale.task.id });

  expect((await change('updateOrder', { name: 'Late' }, 1)).errors![0]!.extensions).toMatchObject({ version: 2 });
  expect((await change('updateTask', { title: 'Late' }, 1)).errors![0]!.extensions).toMatchObject({ version: 2 });
});

it('returns the version after a move and after a completion', async () => {
  const moved = await client.raw<Changed>(
    `mutation { moveOrder(id: "${sale.order.id}", stageId: "${sale.pipeline.stages[1]!.id}") { id version } }`,
  );
  const completed = await client.raw<Changed>(`mutation { completeTask(id: "${sale.task.id}") { id version } }`);
  expect([moved.data.moveOrder!.version, completed.data.completeTask!.version]).toEqual([2, 2]);
});

it('accepts an expected version when it switches or deletes an automation', async () => {
  await change('updateAutomation', { name: 'Other' });
  const set = (version: number) =>
    client.raw<Changed>(
      `mutation { setAutomationEnabled(id: "${automation.id}", enabled: false, expectedVersion: ${version}) { id enabled } }`,
    );
  const drop = (version: number) =>
    client.raw<Changed>(`mutation { deleteAutomation(id: "${automation.id}", expectedVersion: ${version}) { id } }`);

  expect((await set(1)).errors![0]!.extensions).toMatchObject({ code: 'CONFLICT', version: 2 });
  expect((await drop(1)).errors![0]!.extensions).toMatchObject({ code: 'CONFLICT', version: 2 });
  expect((await set(2)).data.setAutomationEnabled!.enabled).toBe(false);
  expect((await drop(2)).data.deleteAutomation!.id).toBe(automation.id);
});

it('adds no audit entry when an edit leaves an automation unchanged', async () => {
  await change('updateAutomation', {});
  await change('updateAutomation', anAutomation({ conditions: null, enabled: true }));
  const { data } = await client.raw<{ automationAudit: { edges: { node: { change: string } }[] } }>(
    `{ automationAudit(automationId: "${automation.id}") { edges { node { change } } } }`,
  );

  expect(data.automationAudit.edges.map(({ node }) => node.change)).toEqual(['CREATED']);
});

it('disables an automation by an edit that changes nothing else, and keeps its version', async () => {
  const { data } = await client.raw<Changed>(
    `mutation { updateAutomation(id: "${automation.id}", input: { name: "Won", enabled: false }) { id version enabled } }`,
  );
  expect(data.updateAutomation).toMatchObject({ version: 1, enabled: false });
});

it('keeps the version of an automation when its masked secrets are sent back', async () => {
  const actions = [
    {
      key: 'call',
      type: 'webhook',
      params: { url: 'https://example.org/', headers: { authorization: 'Bearer hush-hush' } },
    },
  ];
  await change('updateAutomation', { actions });
  const shown = [{ ...actions[0]!, params: { ...actions[0]!.params, headers: { authorization: '•••' } } }];

  expect(await versionAfter('updateAutomation', { actions: shown }, 2)).toBe(2);
  expect(
    await versionAfter('updateAutomation', {
      actions: [{ ...actions[0]!, params: { ...actions[0]!.params, headers: { authorization: 'Bearer another' } } }],
    }),
  ).toBe(3);
});
