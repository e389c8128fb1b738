import { startTestServer, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  shop = await Workshop.open(await server.client());
});

afterAll(() => server.close());

const actions = [{ type: 'create_task', params: { title: 'Done' } }];
const all = (...conditions: object[]) => ({ logic: 'AND', conditions });
const over100 = { field: 'order.value', operator: 'gt', value: 100 };

async function decisionsAbout(input: object) {
  await shop.move(await shop.order(input), 'Won');
  await server.quiet();
  return shop.decisions((await shop.events('order.stage_changed')).at(-1)!.id);
}

it('explains for every listening automation why it started or not', async () => {
  const won = await shop.automate(actions, { name: 'Won over 100', conditions: all(over100) });
  const lost = await shop.automate(actions, { name: 'Lost', trigger: shop.onStage('Lost') });
  const any = await shop.automate(actions, { name: 'Any', trigger: shop.onStage() });
  await shop.automate(actions, { name: 'Listens to something else', trigger: { type: 'contact.created' } });

  const decisions = await decisionsAbout({ value: '80' });

  const { id } = (await shop.executions())[0]!;
  expect(decisions).toEqual([
    {
      automation: { id: won, name: 'Won over 100' },
      outcome: 'CONDITIONS_FALSE',
      reason: 'order.value 80 is not greater than 100',
      execution: null,
    },
    {
      automation: { id: lost, name: 'Lost' },
      outcome: 'TRIGGER_CONFIG_MISMATCH',
      reason: expect.stringContaining(shop.stage('Lost')),
      execution: null,
    },
    {
      automation: { id: any, name: 'Any' },
      outcome: 'STARTED',
      reason: 'no conditions',
      execution: { id, status: 'SUCCEEDED' },
    },
  ]);
});

it('names the operand that let an automation start', async () => {
  await shop.automate(actions, { conditions: all(over100) });

  const [decision] = await decisionsAbout({ value: '250.00' });

  expect(decision).toMatchObject({ outcome: 'STARTED', reason: expect.stringContaining('is greater than 100') });
});

it('names a decisive operand within groups', async () => {
  const tagged = { field: 'contact.tags', operator: 'contains', value: 'VIP' };
  const fromRecife = { field: 'contact.city', operator: 'equals', value: 'Recife' };
  await shop.automate(actions, { conditions: all(over100, { logic: 'OR', conditions: [tagged, fromRecife] }) });

  const [decision] = await decisionsAbout({ value: '250.00' });

  expect(decision).toMatchObject({
    outcome: 'CONDITIONS_FALSE',
    reason: expect.stringMatching(/contact\.(tags|city)/),
  });
});

it('keeps the name that an automation had at the decision', async () => {
  const id = await shop.automate(actions, { name: 'Old name' });
  await decisionsAbout({});

  await shop.client.send('UpdateAutomation', { id, input: { name: 'New name' } });

  const [event] = await shop.events('order.stage_changed');
  expect(await shop.decisions(event!.id)).toMatchObject([{ automation: { id, name: 'Old name' } }]);
});

it('shows automations that the event alone ruled out as they were then, even if they changed later', async () => {
  const onLost = { trigger: shop.onStage('Lost') };
  const changed = await shop.automate(actions, { name: 'Changed', ...onLost });
  const disabled = await shop.automate(actions, { name: 'Disabled', ...onLost });
  const deleted = await shop.automate(actions, { name: 'Deleted', ...onLost });
  await shop.automate(actions, { name: 'Not yet', enabled: false, ...onLost });
  const before = await decisionsAbout({});

  await shop.client.send('UpdateAutomation', {
    id: changed,
    input: { name: 'Now on Won', trigger: shop.onStage('Won') },
  });
  await shop.client.send('SetAutomationEnabled', { id: disabled, enabled: false });
  await shop.client.send('DeleteAutomation', { id: deleted });
  await shop.automate(actions, { name: 'Later', ...onLost });

  expect(before).toMatchObject(
    [
      { automation: { name: 'Changed' } },
      { automation: { name: 'Disabled' } },
      { automation: { name: 'Deleted' } },
    ].map((each) => ({ ...each, outcome: 'TRIGGER_CONFIG_MISMATCH' })),
  );
  const [event] = await shop.events('order.stage_changed');
  expect(await shop.decisions(event!.id)).toEqual(before);
  const after = await decisionsAbout({});
  expect(after.map(({ automation, outcome }) => [automation.name, outcome])).toEqual([
    ['Now on Won', 'STARTED'],
    ['Later', 'TRIGGER_CONFIG_MISMATCH'],
  ]);
});

it('names the value by which the event alone ruled out an automation', async () => {
  const named = { field: 'order.name', operator: 'equals', value: 'Another' };
  await shop.automate(actions, { conditions: all(over100, { logic: 'AND', conditions: [named] }) });
  await shop.automate(actions, {
    conditions: all({ logic: 'OR', conditions: [named, { ...over100, operator: 'lt' }] }),
  });

  const decisions = await decisionsAbout({ name: 'This one', value: '80' });

  expect(decisions).toMatchObject([
    { outcome: 'CONDITIONS_FALSE', reason: 'order.name "This one" is not equal to "Another"' },
    { outcome: 'STARTED' },
  ]);
});

it('hides the events of one workspace from another', async () => {
  await shop.automate(actions);
  await decisionsAbout({});
  const [event] = await shop.events('order.stage_changed');

  const stranger = await server.client();
  expect((await stranger.answer('ExplainEvent', { id: event!.id })).errors![0]!.extensions.code).toBe('NOT_FOUND');
});
