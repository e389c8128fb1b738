import { startTestServer, type TestServer } from '../support/test-server.js';
import { statuses, Workshop } from '../support/workshop.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

/** An automation whose execution sleeps between its first and its second action. */
async function asleep() {
  const shop = await Workshop.open(await server.client());
  const automationId = await shop.automate([
    { key: 'first', type: 'create_task', params: { title: 'first' } },
    { key: 'second', type: 'create_task', delay: '1d', params: { title: 'second' } },
    { key: 'third', type: 'create_task', params: { title: 'third' } },
  ]);
  const order = await shop.order();
  const sleeping = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(order, 'Won');
  const { execution } = await sleeping;
  const wake = async () => {
    const ended = server.ended(shop.client.workspaceId);
    await server.advance('1d');
    await ended;
    return shop.execution(execution.id);
  };
  return { shop, automationId, order, id: execution.id, wake };
}

it('does nothing more when the automation was disabled during a delay', async () => {
  const { shop, automationId, wake } = await asleep();

  await shop.client.send('SetAutomationEnabled', { id: automationId, enabled: false });
  const execution = await wake();

  expect(execution).toMatchObject({ status: 'CANCELLED', error: { code: 'AUTOMATION_DISABLED' }, wakeAt: null });
  expect(statuses(execution)).toEqual(['SUCCEEDED', 'SKIPPED', 'SKIPPED']);
  expect(await shop.tasks()).toEqual(['first']);
});

it('goes on when the automation is enabled again before the delay is over', async () => {
  const { shop, automationId, wake } = await asleep();

  await shop.client.send('SetAutomationEnabled', { id: automationId, enabled: false });
  await shop.client.send('SetAutomationEnabled', { id: automationId, enabled: true });

  expect(await wake()).toMatchObject({ status: 'SUCCEEDED' });
  expect(await shop.tasks()).toEqual(['first', 'second', 'third']);
});

it('starts nothing while the automation is disabled', async () => {
  const { shop, automationId, order } = await asleep();

  await shop.client.send('SetAutomationEnabled', { id: automationId, enabled: false });
  await shop.move(order, 'Lost');
  await shop.move(order, 'Won');
  await server.quiet();

  expect(await shop.executions()).toHaveLength(1);
  const [, , again] = await shop.events('order.stage_changed');
  expect(await shop.decisions(again!.id)).toEqual([]);
});

it('stops at a deleted automation, whose history stays readable', async () => {
  const { shop, automationId, wake } = await asleep();

  await shop.client.send('DeleteAutomation', { id: automationId });
  const execution = await wake();

  expect(execution).toMatchObject({ status: 'CANCELLED', error: { code: 'AUTOMATION_DISABLED' }, automation: { id: automationId, name: 'Won' } });
  expect(execution.steps.map(({ key, status }) => [key, status])).toEqual([['first', 'SUCCEEDED'], ['second', 'SKIPPED'], ['third', 'SKIPPED']]);
  expect(await shop.tasks()).toEqual(['first']);
  expect(await shop.decisions(execution.event.id)).toMatchObject([
    { automation: { id: automationId, name: 'Won' }, outcome: 'STARTED', execution: { id: execution.id, status: 'CANCELLED' } },
  ]);
  expect(await shop.executions({ automationId })).toHaveLength(1);
  const { errors } = await shop.client.answer('AutomationById', { id: automationId });
  expect(errors![0]!.extensions.code).toBe('NOT_FOUND');
});

it('does not change an execution in flight when the automation is edited', async () => {
  const { shop, automationId, order, id, wake } = await asleep();

  const actions = [{ key: 'only', type: 'create_task', params: { title: 'edited' } }];
  await shop.client.send('UpdateAutomation', { id: automationId, input: { name: 'Edited', actions } });
  const old = await wake();

  expect(old).toMatchObject({ id, status: 'SUCCEEDED', automationVersion: 1, automation: { name: 'Won' } });
  expect(old.steps.map(({ key }) => key)).toEqual(['first', 'second', 'third']);
  expect(await shop.tasks()).toEqual(['first', 'second', 'third']);

  await shop.move(order, 'Lost');
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(order, 'Won');
  const { execution } = (await ended)[0]!;
  const renewed = await shop.execution(execution.id);
  expect(renewed).toMatchObject({ status: 'SUCCEEDED', automationVersion: 2, automation: { name: 'Edited' }, steps: [{ key: 'only' }] });
  expect(await shop.tasks()).toEqual(['first', 'second', 'third', 'edited']);
});
