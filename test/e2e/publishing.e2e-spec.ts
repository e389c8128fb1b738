import { ask } from '../support/drafts.js';
import { Gate } from '../support/gate.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { statuses, Workshop } from '../support/workshop.js';

let server: TestServer;
let shop: Workshop;
let receiver: WebhookReceiver;

beforeAll(async () => {
  server = await startTestServer({ OUTBOUND_ALLOWLIST: '127.0.0.1/32' });
});

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
  shop = await Workshop.open(await server.client());
});

afterEach(() => receiver.close());

afterAll(() => server.close());

const task = (title: string, delay?: string) => ({ key: title, type: 'create_task', params: { title }, delay });
const newer = [task('newer')];

/** Publishes other actions as the next version. */
async function publish(id: string, sleeping?: 'CANCEL' | 'LET_FINISH', actions: object[] = newer) {
  await ask(shop.client, 'save', { id, input: { actions } });
  return ask(shop.client, 'publish', { id, sleeping });
}

/** Moves an order to Won, which puts an execution to sleep. Resolves with its id. */
async function fallAsleep(order?: string): Promise<string> {
  const sleeping = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(order ?? (await shop.order()), 'Won');
  return (await sleeping).execution.id;
}

const older = () => shop.automate([task('first'), task('later', '1d')]);

it.each([undefined, 'LET_FINISH'] as const)(
  'lets sleeping executions finish in their version: %p',
  async (sleeping) => {
    const automationId = await older();
    const id = await fallAsleep();
    expect(await publish(automationId, sleeping)).toMatchObject({ version: 2 });

    const ended = server.ended(shop.client.workspaceId);
    await server.advance('1d');
    await ended;
    expect(await shop.execution(id)).toMatchObject({ status: 'SUCCEEDED', automationVersion: 1 });
    expect(await shop.tasks()).toEqual(['first', 'later']);
  },
);

it('ends sleeping executions of an older version immediately when requested, and tells subscribers', async () => {
  const automationId = await older();
  const id = await fallAsleep();
  const told = server.ended(shop.client.workspaceId);
  await publish(automationId, 'CANCEL');

  expect((await told).at(-1)!.execution).toMatchObject({ id, status: 'CANCELLED' });
  const execution = await shop.execution(id);
  expect(execution).toMatchObject({ status: 'CANCELLED', error: { code: 'SUPERSEDED' }, wakeAt: null });
  expect(statuses(execution)).toEqual(['SUCCEEDED', 'SKIPPED']);
});

it('leaves executions of the published version and of other automations alone', async () => {
  const other = await shop.automate([task('other', '1d')], { trigger: shop.onStage('Lost') });
  const automationId = await older();
  const order = await shop.order();
  const lost = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(order, 'Lost');
  await lost;
  const first = await fallAsleep(order);
  await publish(automationId, 'CANCEL', [task('later', '1d')]);
  const second = await fallAsleep();
  await server.advance('30 seconds');
  await server.advance('5 minutes');

  expect((await shop.executions({ automationId: other })).map(({ status }) => status)).toEqual(['SLEEPING']);
  expect(await shop.execution(first)).toMatchObject({ status: 'CANCELLED', automationVersion: 1 });
  expect(await shop.execution(second)).toMatchObject({ status: 'SLEEPING', automationVersion: 2 });
  // Nothing remains to be ended.
  expect(await server.database.query(`SELECT FROM automation_gate WHERE cancel_below IS NOT NULL`)).toEqual([]);
});

it('ends an execution that waits for an event, and removes its wait', async () => {
  const automationId = await shop.automate([
    { type: 'wait_for_event', params: { event: 'whatsapp.message_received', timeout: '1d' } },
    task('replied'),
  ]);
  const id = await fallAsleep();
  await publish(automationId, 'CANCEL');
  await shop.receive('Hi');
  await server.quiet();

  expect(await shop.execution(id)).toMatchObject({ status: 'CANCELLED' });
  expect(await shop.tasks()).toEqual([]);
});

it('ends a running execution before its next action, and keeps the result of the current action', async () => {
  const gate = new Gate();
  receiver.reply(gate.before());
  const automationId = await shop.automate([
    { key: 'call', type: 'webhook', params: { url: receiver.url } },
    task('after', '1h'),
  ]);
  await shop.move(await shop.order(), 'Won');
  await receiver.received(1);
  await publish(automationId, 'CANCEL');
  const ended = server.ended(shop.client.workspaceId);
  gate.open();
  await ended;

  const [execution] = await shop.executions();
  expect(execution).toMatchObject({ status: 'CANCELLED', error: { code: 'SUPERSEDED' }, automationVersion: 1 });
  expect(statuses(execution!)).toEqual(['SUCCEEDED', 'SKIPPED']);
});

it('settles a send with an unknown outcome before it ends the execution', async () => {
  const automationId = await older();
  const id = await fallAsleep();
  await server.database.query(`UPDATE step SET status = 'UNKNOWN' WHERE execution_id = $1 AND status = 'WAITING'`, [
    id,
  ]);
  await publish(automationId, 'CANCEL');
  expect(await shop.execution(id)).toMatchObject({ status: 'SLEEPING' });

  const ended = server.ended(shop.client.workspaceId);
  await server.advance('1d');
  await ended;
  expect(await shop.execution(id)).toMatchObject({ status: 'CANCELLED' });
});

it('ends all of thousands, queued, running or asleep, even if the publishing process dies after the commit', async () => {
  const automationId = await older();
  const id = await fallAsleep();
  await publish(automationId);
  const [columns] = await server.database.query<{ list: string }>(
    `SELECT string_agg(quote_ident(column_name), ', ') AS list FROM information_schema.columns
     WHERE table_name = 'execution' AND column_name NOT IN ('id', 'event_id', 'status', 'worker_id', 'lease_until')`,
  );
  await server.database.query(
    `INSERT INTO execution (id, event_id, status, worker_id, lease_until, ${columns!.list})
     SELECT gen_random_uuid(), gen_random_uuid(), CASE WHEN n = 0 THEN 'RUNNING' WHEN n % 2 = 0 THEN 'QUEUED' ELSE 'SLEEPING' END,
       CASE WHEN n = 0 THEN gen_random_uuid() END, CASE WHEN n = 0 THEN clock_now() + interval '1 day' END, ${columns!.list}
     FROM execution, generate_series(0, 1200) AS n WHERE id = $1`,
    [id],
  );
  // The state after a publication that committed and notified nobody.
  await server.database.query(
    `UPDATE automation_gate SET cancel_below = 2, cancel_below_since = clock_now() WHERE automation_id = $1`,
    [automationId],
  );

  await server.advance('1 second');

  const left = await server.database.query(
    `SELECT status, cancel_requested AS "cancelRequested", count(*)::int FROM execution WHERE automation_id = $1 GROUP BY 1, 2 ORDER BY 1`,
    [automationId],
  );
  // The running execution keeps the others on its order queued; another worker holds it and is told to stop it.
  expect(left).toEqual([
    { status: 'CANCELLED', cancelRequested: true, count: 1201 },
    { status: 'RUNNING', cancelRequested: true, count: 1 },
  ]);
  await server.database.query(`DELETE FROM execution WHERE automation_id = $1 AND status = 'RUNNING'`, [automationId]);
});

it('ends an execution that a running dispatch starts in the older version after the publication', async () => {
  const automationId = await older();
  await publish(automationId);
  await publish(automationId, 'CANCEL', [task('newest')]);
  const id = await fallAsleepInVersionOne(automationId);
  await server.advance('1 second');
  expect(await shop.execution(id)).toMatchObject({ status: 'CANCELLED' });

  // After a minute no such dispatch can be left, and a retry may continue in the older version.
  await server.advance('2 minutes');
  expect(await server.database.query(`SELECT FROM automation_gate WHERE cancel_below IS NOT NULL`)).toEqual([]);
});

/** Starts an execution like a process that decided by the previous version. */
async function fallAsleepInVersionOne(automationId: string): Promise<string> {
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(await shop.order(), 'Won');
  const { execution } = (await ended).at(-1)!;
  await server.database.query(
    `UPDATE execution e SET status = 'SLEEPING', wake_at = clock_now() + interval '1 day', completed_at = NULL, next_step = 1,
       automation_version = 1, definition_id = d.id
     FROM definition d WHERE e.id = $1 AND d.automation_id = $2 AND d.version = 1`,
    [execution.id, automationId],
  );
  return execution.id;
}

it('ends or finishes each of many executions that wake during a publication, and leaves none behind', async () => {
  const automationId = await shop.automate([
    task('first'),
    task('second', '1h'),
    { key: 'call', type: 'webhook', params: { url: receiver.url } },
    task('third'),
    task('fourth', '1h'),
  ]);
  const orders = await Promise.all(Array.from({ length: 20 }, () => shop.order()));
  for (const order of orders) await shop.move(order, 'Won');
  await server.quiet();
  await ask(shop.client, 'save', { id: automationId, input: { actions: newer } });
  await server.database.advanceClock('1h');

  const ended = server.ended(shop.client.workspaceId, 20);
  await Promise.all([
    server.advance('1 second'),
    ask(shop.client, 'publish', { id: automationId, sleeping: 'CANCEL' }),
    server.advance('1 second'),
  ]);
  await server.advance('1 second');
  await server.quiet();
  await server.advance('1 second');
  await ended;

  const all = await shop.executions();
  // All of them sleep before the fourth step, and none may reach it.
  expect(all.map(({ status }) => status)).toEqual(Array(20).fill('CANCELLED'));
  expect((await shop.tasks()).filter((title) => title === 'fourth')).toEqual([]);
  for (const execution of all) {
    const [, second, call, third] = statuses(execution);
    if (third === 'SUCCEEDED') expect([second, call]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  }
  const thirds = all.filter((execution) => statuses(execution)[3] === 'SUCCEEDED').length;
  expect((await shop.tasks()).filter((title) => title === 'third')).toHaveLength(thirds);
});
