import { answerTo, ask } from '../support/drafts.js';
import { anAutomation, send } from '../support/sale.js';
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

const task = (title: string, delay?: string) => ({ key: title, type: 'create_task', params: { title }, delay });
const valuable = { logic: 'AND', conditions: [{ field: 'order.value', operator: 'gt', value: 100 }] };
const setMode = (id: string, mode: string, sleeping?: string) => ask(shop.client, 'setMode', { id, mode, sleeping });

/** Moves a new order to Won; resolves with the decisions about it. */
async function win(value = '250.00') {
  await shop.move(await shop.order({ value }), 'Won');
  await server.quiet();
  return shop.decisions((await shop.events('order.stage_changed')).at(-1)!.id);
}

/** An execution that sleeps until tomorrow. */
async function asleep() {
  const automationId = await shop.automate([task('later', '1d')]);
  const sleeping = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(await shop.order(), 'Won');
  return { automationId, id: (await sleeping).execution.id };
}

it('records a decision with its reason for each event, and starts nothing until it is LIVE', async () => {
  const id = await shop.automate([task('won')], { conditions: valuable });
  expect(await setMode(id, 'SHADOW')).toMatchObject({ mode: 'SHADOW', enabled: false, version: 1 });

  expect(await win()).toMatchObject([
    { automation: { id }, outcome: 'WOULD_START', reason: expect.stringContaining('order.value'), execution: null },
  ]);
  expect(await win('5.00')).toMatchObject([{ outcome: 'CONDITIONS_FALSE' }]);
  expect(await shop.executions()).toEqual([]);
  expect(await shop.tasks()).toEqual([]);

  expect(await setMode(id, 'LIVE')).toMatchObject({ mode: 'LIVE', enabled: true });
  expect(await win()).toMatchObject([{ outcome: 'STARTED', execution: { status: 'SUCCEEDED' } }]);
});

it('decides by an edit that was published in this mode', async () => {
  const id = await shop.automate([task('won')]);
  await setMode(id, 'SHADOW');
  await ask(shop.client, 'update', { id, input: { conditions: valuable } });
  expect(await win('5.00')).toMatchObject([{ outcome: 'CONDITIONS_FALSE' }]);
  expect(await win()).toMatchObject([{ outcome: 'WOULD_START' }]);
});

it('records nothing once it is OFF', async () => {
  const id = await shop.automate([task('won')]);
  await setMode(id, 'SHADOW');
  expect(await setMode(id, 'OFF')).toMatchObject({ mode: 'OFF', enabled: false });
  expect(await win()).toEqual([]);
});

it.each([
  ['CANCEL', 'CANCELLED'],
  [undefined, 'CANCELLED'],
  ['LET_FINISH', 'SUCCEEDED'],
])('handles executions that were already sleeping as requested: %p', async (sleeping, status) => {
  const { automationId, id } = await asleep();
  await setMode(automationId, 'SHADOW', sleeping);
  await server.advance('1d');
  await server.quiet();
  expect(await shop.execution(id)).toMatchObject({ status });
});

it('lets allowed executions finish when the mode changes from OFF to SHADOW, unless requested otherwise', async () => {
  const { automationId, id } = await asleep();
  await setMode(automationId, 'OFF', 'LET_FINISH');
  await setMode(automationId, 'SHADOW');
  expect(await shop.execution(id)).toMatchObject({ status: 'SLEEPING' });
  await setMode(automationId, 'SHADOW', 'CANCEL');
  expect(await shop.execution(id)).toMatchObject({ status: 'CANCELLED' });
});

it('stays SHADOW for a client that knows only "enabled" and sends back what it read', async () => {
  const { id } = await send(shop.client, 'CreateAutomation', { input: anAutomation() });
  await setMode(id, 'SHADOW');
  expect(await ask(shop.client, 'update', { id, input: { name: 'Renamed', enabled: false } })).toMatchObject({
    mode: 'SHADOW',
    version: 2,
  });
  expect(await ask(shop.client, 'setEnabled', { id, enabled: false })).toMatchObject({ mode: 'OFF' });
  expect(await ask(shop.client, 'update', { id, input: { enabled: true } })).toMatchObject({ mode: 'LIVE' });
});

it('refuses an option for sleeping executions with LIVE', async () => {
  const { id } = await send(shop.client, 'CreateAutomation', { input: anAutomation({ enabled: false }) });
  const { errors } = await answerTo(shop.client, 'setMode', { id, mode: 'LIVE', sleeping: 'CANCEL' });
  expect(errors![0]!.extensions).toMatchObject({ code: 'INVALID_INPUT', details: [{ path: ['sleeping'] }] });
});

// During a rolling upgrade, 0.1.0 writes only "enabled".
it('is LIVE when a process of 0.1.0 enables it, and stops when one disables it', async () => {
  const id = await shop.automate([task('won')]);
  await setMode(id, 'SHADOW');
  const enable = (enabled: boolean) =>
    server.database.query(
      `WITH gate AS (UPDATE automation_gate SET open = $2 WHERE automation_id = $1),
            revision AS (SELECT nextval('listener_revision') AS next),
            listeners AS (UPDATE event_listener SET revision = next FROM revision WHERE workspace_id = $3)
       UPDATE automation SET enabled = $2 WHERE id = $1`,
      [id, enabled, shop.client.workspaceId],
    );

  await enable(true);
  expect(await ask(shop.client, 'automation', { id })).toMatchObject({ mode: 'LIVE', enabled: true });
  expect(await win()).toMatchObject([{ outcome: 'STARTED' }]);
  await enable(false);
  expect(await ask(shop.client, 'automation', { id })).toMatchObject({ enabled: false });
  await win();
  expect(await shop.executions()).toHaveLength(1);
});
