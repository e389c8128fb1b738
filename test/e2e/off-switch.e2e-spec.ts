import { startTestServer, type TestServer } from '../support/test-server.js';
import { statuses, Workshop } from '../support/workshop.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

/** Creates an automation whose execution sleeps between its first and second action. */
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

it('ends an execution immediately when the automation is disabled during a delay, and tells subscribers', async () => {
  const { shop, automationId, id } = await asleep();

  const told = server.ended(shop.client.workspaceId);
  await shop.client.send('SetAutomationEnabled', { id: automationId, enabled: false });

  expect((await told).at(-1)!.execution).toMatchObject({ id, status: 'CANCELLED' });
  const execution = await shop.execution(id);
  expect(execution).toMatchObject({ status: 'CANCELLED', error: { code: 'AUTOMATION_DISABLED' }, wakeAt: null });
  expect(statuses(execution)).toEqual(['SUCCEEDED', 'SKIPPED', 'SKIPPED']);
  expect(await shop.tasks()).toEqual(['first']);
});

it('keeps it ended when the automation is enabled again, and starts a new one for the next event', async () => {
  const { shop, automationId, order, id } = await asleep();

  await shop.client.send('SetAutomationEnabled', { id: automationId, enabled: false });
  await shop.client.send('SetAutomationEnabled', { id: automationId, enabled: true });
  await shop.move(order, 'Lost');
  const sleeping = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(order, 'Won');
  await sleeping;
  await server.advance('1 hour');

  expect((await shop.executions()).map(({ status }) => status)).toEqual(['CANCELLED', 'SLEEPING']);
  expect(await shop.execution(id)).toMatchObject({ error: { code: 'AUTOMATION_DISABLED' } });
});

const SWITCHED = {
  disabled: `mutation($id: ID!, $sleeping: SleepingExecutions) { setAutomationEnabled(id: $id, enabled: false, sleeping: $sleeping) { id } }`,
  deleted: `mutation($id: ID!, $sleeping: SleepingExecutions) { deleteAutomation(id: $id, sleeping: $sleeping) { id } }`,
};

it.each(Object.keys(SWITCHED) as (keyof typeof SWITCHED)[])(
  'lets a sleeping execution of a %s automation finish when requested',
  async (how) => {
    const { shop, automationId, order, wake } = await asleep();

    await shop.client.raw(SWITCHED[how], { id: automationId, sleeping: 'LET_FINISH' });
    await shop.move(order, 'Lost');
    await shop.move(order, 'Won');
    const execution = await wake();

    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    expect(await shop.tasks()).toEqual(['first', 'second', 'third']);
    expect(await shop.executions()).toHaveLength(1);
  },
);

it('can later cancel an execution that was allowed to finish', async () => {
  const { shop, automationId, id } = await asleep();

  await shop.client.raw(SWITCHED.disabled, { id: automationId, sleeping: 'LET_FINISH' });
  expect(await shop.execution(id)).toMatchObject({ status: 'SLEEPING' });
  await shop.client.raw(SWITCHED.disabled, { id: automationId, sleeping: 'CANCEL' });

  expect(await shop.execution(id)).toMatchObject({ status: 'CANCELLED' });
});

it('refuses an option for sleeping executions when enabling', async () => {
  const { shop, automationId } = await asleep();

  const enable = `mutation($id: ID!) { setAutomationEnabled(id: $id, enabled: true, sleeping: CANCEL) { id } }`;
  const { errors } = await shop.client.raw<unknown>(enable, { id: automationId });

  expect(errors![0]!.extensions).toMatchObject({ code: 'INVALID_INPUT', details: [{ path: ['sleeping'] }] });
});

it('ends all of thousands, even if the process that was asked dies after the commit', async () => {
  const { automationId, id } = await asleep();
  // The state after a disable that committed and notified nobody.
  const [columns] = await server.database.query<{ list: string }>(
    `SELECT string_agg(quote_ident(column_name), ', ') AS list FROM information_schema.columns WHERE table_name = 'execution' AND column_name NOT IN ('id', 'event_id')`,
  );
  await server.database.query(
    `INSERT INTO execution (id, event_id, ${columns!.list}) SELECT gen_random_uuid(), gen_random_uuid(), ${columns!.list} FROM execution, generate_series(1, 1200) WHERE id = '${id}'`,
  );
  await server.database.query(
    `UPDATE automation_gate SET open = false, cancel_before = clock_now() WHERE automation_id = $1`,
    [automationId],
  );

  await server.advance('1 second');

  const left = await server.database.query(
    `SELECT status, count(*)::int FROM execution WHERE automation_id = $1 GROUP BY status`,
    [automationId],
  );
  expect(left).toEqual([{ status: 'CANCELLED', count: 1201 }]);
  expect(await server.database.query(`SELECT FROM automation_gate WHERE cancel_before IS NOT NULL`)).toEqual([]);
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

it('ends executions of a deleted automation, and keeps their history readable', async () => {
  const { shop, automationId, id } = await asleep();

  await shop.client.send('DeleteAutomation', { id: automationId });
  const execution = await shop.execution(id);

  expect(execution).toMatchObject({
    status: 'CANCELLED',
    error: { code: 'AUTOMATION_DISABLED' },
    automation: { id: automationId, name: 'Won' },
  });
  expect(execution.steps.map(({ key, status }) => [key, status])).toEqual([
    ['first', 'SUCCEEDED'],
    ['second', 'SKIPPED'],
    ['third', 'SKIPPED'],
  ]);
  expect(await shop.tasks()).toEqual(['first']);
  expect(await shop.decisions(execution.event.id)).toMatchObject([
    {
      automation: { id: automationId, name: 'Won' },
      outcome: 'STARTED',
      execution: { id: execution.id, status: 'CANCELLED' },
    },
  ]);
  expect(await shop.executions({ automationId })).toHaveLength(1);
  const { errors } = await shop.client.answer('AutomationById', { id: automationId });
  expect(errors![0]!.extensions.code).toBe('NOT_FOUND');
});

it('does not change a running execution when the automation is edited', async () => {
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
  expect(renewed).toMatchObject({
    status: 'SUCCEEDED',
    automationVersion: 2,
    automation: { name: 'Edited' },
    steps: [{ key: 'only' }],
  });
  expect(await shop.tasks()).toEqual(['first', 'second', 'third', 'edited']);
});
