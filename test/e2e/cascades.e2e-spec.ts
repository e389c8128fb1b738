import { startTestServer, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  shop = await Workshop.open(await server.client(), { stages: ['New', 'One', 'Two'] });
});

afterAll(() => server.close());

const moveTo = (stage: string) => [{ key: 'move', type: 'change_stage', params: { stageId: shop.stage(stage) } }];

it('stops two automations that move an order back and forth, and shows where', async () => {
  const a = await shop.automate(moveTo('Two'), { name: 'A', trigger: shop.onStage('One') });
  const b = await shop.automate(moveTo('One'), { name: 'B', trigger: shop.onStage('Two') });
  const order = await shop.order();

  await shop.move(order, 'One');
  await server.quiet();

  const executions = await shop.executions();
  expect(executions.map(({ automation, cascadeDepth, status }) => [automation.name, cascadeDepth, status])).toEqual([
    ['A', 0, 'SUCCEEDED'],
    ['B', 1, 'SUCCEEDED'],
    ['A', 2, 'SUCCEEDED'],
    ['B', 3, 'SUCCEEDED'],
  ]);
  const events = await shop.events('order.stage_changed');
  expect(events.map(({ cascadeDepth }) => cascadeDepth)).toEqual([0, 1, 2, 3, 4]);
  const last = await shop.decisions(events.at(-1)!.id);
  expect(last).toMatchObject([
    {
      automation: { id: a },
      outcome: 'CASCADE_LIMIT',
      reason: expect.stringMatching(/4 automations .* at most 3 may follow the first$/),
      execution: null,
    },
    { automation: { id: b }, outcome: 'TRIGGER_CONFIG_MISMATCH', execution: null },
  ]);
  expect((await shop.orderById(order)).stage.name).toBe('One');
});

it('stops an automation that triggers itself by the field it changes', async () => {
  await shop.automate(
    [
      {
        key: 'count',
        type: 'update_field',
        params: { field: 'order.customFields.n', value: '{{ order.customFields.n | plus: 1 }}' },
      },
    ],
    {
      trigger: { type: 'field.changed', config: { field: 'order.customFields.n' } },
    },
  );
  const order = await shop.order();

  await shop.client.send('UpdateOrder', { id: order, input: { customFields: { n: 1 } } });
  await server.quiet();

  expect((await shop.executions()).map(({ cascadeDepth, status }) => [cascadeDepth, status])).toEqual([
    [0, 'SUCCEEDED'],
    [1, 'SUCCEEDED'],
    [2, 'SUCCEEDED'],
    [3, 'SUCCEEDED'],
  ]);
  const events = await shop.events('field.changed');
  expect(events).toHaveLength(5);
  expect(await shop.decisions(events.at(-1)!.id)).toMatchObject([{ outcome: 'CASCADE_LIMIT' }]);
});

it('ends without the limit when the action no longer changes anything', async () => {
  await shop.automate(moveTo('One'), { trigger: shop.onStage() });
  const order = await shop.order();

  await shop.move(order, 'Two');
  await server.quiet();

  const executions = await shop.executions();
  expect(executions.map(({ cascadeDepth, steps }) => [cascadeDepth, steps[0]!.output!.moved])).toEqual([
    [0, true],
    [1, false],
  ]);
  expect(await shop.events('order.stage_changed')).toHaveLength(2);
});

it('starts at depth 0 again for the next change from outside', async () => {
  await shop.automate(moveTo('Two'), { trigger: shop.onStage('One') });
  const order = await shop.order();

  for (let round = 0; round < 5; round++) {
    await shop.move(order, 'One');
    await server.quiet();
  }

  expect((await shop.executions()).map(({ cascadeDepth }) => cascadeDepth)).toEqual([0, 0, 0, 0, 0]);
});

it('counts the depth across a delay', async () => {
  await shop.automate(moveTo('Two'), { name: 'A', trigger: shop.onStage('One') });
  await shop.automate([{ ...moveTo('One')[0]!, delay: '1h' }], { name: 'B', trigger: shop.onStage('Two') });
  const order = await shop.order();

  await shop.move(order, 'One');
  for (let hour = 0; hour < 4; hour++) {
    await server.quiet();
    await server.advance('61 minutes');
  }
  await server.quiet();

  expect((await shop.executions()).map(({ cascadeDepth }) => cascadeDepth)).toEqual([0, 1, 2, 3]);
});
