import { Gate } from '../support/gate.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { status, WebhookReceiver } from '../support/webhook-receiver.js';
import { statuses, Workshop } from '../support/workshop.js';

let server: TestServer;
let receiver: WebhookReceiver;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer({ OUTBOUND_ALLOWLIST: '127.0.0.1/32' });
});

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
  shop = await Workshop.open(await server.client());
});

afterEach(() => receiver.close());

afterAll(() => server.close());

const call = () => ({ key: 'call', type: 'webhook', params: { url: receiver.url } });
const task = (title: string, delay?: string) => ({ key: title, type: 'create_task', params: { title }, delay });

const cancel = async (id: string) =>
  (
    await shop.client.send<{ cancelExecution: { status: string; error: { code: string } | null } }>('CancelExecution', {
      id,
    })
  ).cancelExecution;

const cancelRequested = async (id: string) =>
  (await shop.client.raw<{ execution: { cancelRequested: boolean } }>(`{ execution(id: "${id}") { cancelRequested } }`))
    .data.execution.cancelRequested;

/** Resolves with the id of an execution whose webhook waits at the gate. */
async function runningAt(gate: Gate) {
  receiver.reply(gate.before());
  await shop.move(await shop.order(), 'Won');
  await receiver.received(1);
  return (await shop.executions())[0]!.id;
}

it('ends a sleeping execution immediately', async () => {
  await shop.automate([task('now'), task('later', '1h')]);
  const sleeping = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(await shop.order(), 'Won');
  const {
    execution: { id },
  } = await sleeping;

  const told = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'CANCELLED');
  expect(await cancel(id)).toMatchObject({ status: 'CANCELLED', error: { code: 'CANCELLED' } });
  await told;
  await server.advance('2h');
  await server.quiet();

  const execution = await shop.execution(id);
  expect(execution).toMatchObject({ status: 'CANCELLED', wakeAt: null });
  expect(statuses(execution)).toEqual(['SUCCEEDED', 'SKIPPED']);
  expect(await shop.tasks()).toEqual(['now']);
});

it('stops a running execution before its next action, and keeps the result of the current action', async () => {
  const gate = new Gate();
  await shop.automate([call(), task('after')]);
  const id = await runningAt(gate);

  const ended = server.ended(shop.client.workspaceId);
  expect(await cancelRequested(id)).toBe(false);
  expect(await cancel(id)).toMatchObject({ status: 'RUNNING' });
  expect(await cancelRequested(id)).toBe(true);
  gate.open();
  await ended;

  const execution = await shop.execution(id);
  expect(execution).toMatchObject({
    status: 'CANCELLED',
    error: { code: 'CANCELLED' },
    steps: [{ output: { status: 200 } }, {}],
  });
  expect(statuses(execution)).toEqual(['SUCCEEDED', 'SKIPPED']);
  expect(await shop.tasks()).toEqual([]);
});

it('does not let a cancelled execution sleep before an action that will not run', async () => {
  const gate = new Gate();
  await shop.automate([call(), task('after', '2d')]);
  const id = await runningAt(gate);

  await cancel(id);
  gate.open();
  await server.quiet();

  expect(await shop.execution(id)).toMatchObject({ status: 'CANCELLED', error: { code: 'CANCELLED' } });
});

it('does not let a cancelled execution wait for an attempt that will not be made', async () => {
  const gate = new Gate();
  await shop.automate([call()]);
  receiver.reply(gate.before(status(429, { 'retry-after': '3600' })));
  await shop.move(await shop.order(), 'Won');
  await receiver.received(1);
  const id = (await shop.executions())[0]!.id;

  await cancel(id);
  gate.open();
  await server.quiet();

  expect(await shop.execution(id)).toMatchObject({ status: 'CANCELLED', steps: [{ attempts: 1 }] });
});

it('ends a queued execution before it runs', async () => {
  const gate = new Gate();
  await shop.automate([call(), task('after')]);
  const order = await shop.order();
  receiver.reply(gate.before());
  await shop.move(order, 'Won');
  await receiver.received(1);
  await shop.move(order, 'Lost');
  const queued = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'QUEUED');
  await shop.move(order, 'Won');
  const {
    execution: { id },
  } = await queued;

  expect(await cancel(id)).toMatchObject({ status: 'CANCELLED' });
  gate.open();
  await server.quiet();

  expect(await shop.execution(id)).toMatchObject({
    status: 'CANCELLED',
    startedAt: null,
    steps: [{ status: 'SKIPPED' }, { status: 'SKIPPED' }],
  });
  expect(receiver.requests).toHaveLength(1);
  expect(await shop.tasks()).toEqual(['after']);
});

it('refuses to cancel an execution that has ended', async () => {
  await shop.automate([task('only')]);
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(await shop.order(), 'Won');
  const { id } = (await ended).at(-1)!.execution;

  const { errors } = await shop.client.answer('CancelExecution', { id });
  expect(errors![0]).toMatchObject({ message: expect.stringContaining('SUCCEEDED'), extensions: { code: 'CONFLICT' } });
  expect(await shop.execution(id)).toMatchObject({ status: 'SUCCEEDED' });
});
