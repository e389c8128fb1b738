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

const before = { key: 'before', type: 'create_task', params: { title: 'before' } };
const after = { key: 'after', type: 'create_task', params: { title: 'after' } };
const call = () => ({
  key: 'call',
  type: 'webhook',
  params: { url: receiver.url, payload: { order: '{{ order.name }}' } },
});

async function win() {
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(await shop.order(), 'Won');
  return shop.execution((await ended).at(-1)!.execution.id);
}

/** Resolves when the current step waits for its next attempt after a failed one. */
const waitsAfter = (attempts: number) =>
  server.until(
    shop.client.workspaceId,
    ({ execution, steps }) =>
      execution.status === 'SLEEPING' && steps.some((step) => step.status === 'WAITING' && step.attempts === attempts),
  );

const webhookIds = () => receiver.requests.map(({ headers }) => headers['webhook-id']);

it('stops immediately at a permanent failure', async () => {
  receiver.reply(status(410, {}, 'Gone for good'));
  await shop.automate([before, call(), after]);

  const execution = await win();

  expect(execution).toMatchObject({
    status: 'FAILED',
    error: { code: 'HTTP_410', message: 'The receiver answered HTTP 410: Gone for good' },
  });
  expect(statuses(execution)).toEqual(['SUCCEEDED', 'FAILED', 'SKIPPED']);
  expect(execution.steps[1]).toMatchObject({
    attempts: 1,
    error: { code: 'HTTP_410', retryable: false },
    output: null,
  });
  expect(receiver.requests).toHaveLength(1);
  expect(await shop.tasks()).toEqual(['before']);
});

it('retries a temporary failure with the same webhook-id, and continues', async () => {
  receiver.reply(status(500), status(200, {}, 'thanks'));
  await shop.automate([call(), after]);

  const waits = waitsAfter(1);
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(await shop.order(), 'Won');
  expect((await waits).steps[0]).toMatchObject({ error: { code: 'HTTP_500', retryable: true } });
  await server.advance('1 minute');
  const execution = await shop.execution((await ended).at(-1)!.execution.id);

  expect(execution).toMatchObject({ status: 'SUCCEEDED', error: null });
  expect(execution.steps[0]).toMatchObject({
    status: 'SUCCEEDED',
    attempts: 2,
    error: null,
    output: { status: 200, body: 'thanks' },
  });
  expect(receiver.requests.map(({ body }) => JSON.parse(body))).toEqual([{ order: 'Beans' }, { order: 'Beans' }]);
  expect(new Set(webhookIds()).size).toBe(1);
  expect(await shop.tasks()).toEqual(['after']);
});

it('fails after the last attempt when a temporary failure persists', async () => {
  receiver.reply(status(500), status(502), status(503), status(500), status(200));
  await shop.automate([before, call(), after]);

  const ended = server.ended(shop.client.workspaceId);
  let waits = waitsAfter(1);
  await shop.move(await shop.order(), 'Won');
  for (const next of [2, 3, 4]) {
    await waits;
    waits = waitsAfter(next);
    waits.catch(() => undefined);
    await server.advance('2 minutes');
  }
  const execution = await shop.execution((await ended).at(-1)!.execution.id);

  expect(execution).toMatchObject({ status: 'FAILED', error: { code: 'HTTP_500' } });
  expect(execution.steps[1]).toMatchObject({
    status: 'FAILED',
    attempts: 4,
    error: { code: 'HTTP_500', retryable: false },
  });
  expect(statuses(execution)).toEqual(['SUCCEEDED', 'FAILED', 'SKIPPED']);
  expect(receiver.requests).toHaveLength(4);
  expect(await shop.tasks()).toEqual(['before']);
});

it('waits as long as the receiver requested', async () => {
  receiver.reply(status(429, { 'retry-after': '600' }));
  await shop.automate([call()]);

  const waits = waitsAfter(1);
  await shop.move(await shop.order(), 'Won');
  const {
    execution: { id },
  } = await waits;
  await server.advance('590s');
  await server.quiet();
  expect(await shop.execution(id)).toMatchObject({
    status: 'SLEEPING',
    steps: [{ status: 'WAITING', error: { code: 'HTTP_429', retryable: true } }],
  });

  const ended = server.ended(shop.client.workspaceId);
  await server.advance('11s');
  await ended;
  expect(await shop.execution(id)).toMatchObject({ status: 'SUCCEEDED', steps: [{ attempts: 2 }] });
});

it('fails an internal action without a retry when its entity does not exist', async () => {
  await shop.automate([
    before,
    {
      key: 'move',
      type: 'change_stage',
      params: { stageId: '{{ order.customFields.next | default: "01900000-0000-7000-8000-00000000dead" }}' },
    },
    after,
  ]);

  const execution = await win();

  expect(execution).toMatchObject({ status: 'FAILED', error: { code: 'NOT_FOUND' } });
  expect(execution.steps[1]).toMatchObject({ status: 'FAILED', attempts: 1 });
  expect(statuses(execution)).toEqual(['SUCCEEDED', 'FAILED', 'SKIPPED']);
});

it('refuses to call a private address', async () => {
  await shop.automate([{ key: 'call', type: 'webhook', params: { url: 'http://10.0.0.1/metadata' } }]);

  expect(await win()).toMatchObject({
    status: 'FAILED',
    error: { code: 'FORBIDDEN_TARGET' },
    steps: [{ attempts: 1 }],
  });
});

it('resumes a failed execution at the failed action, and does not repeat completed ones', async () => {
  receiver.reply(status(410));
  await shop.automate([before, call(), after]);
  const failed = await win();

  const ended = server.ended(shop.client.workspaceId);
  const { retryExecution } = await shop.client.send<{
    retryExecution: { status: string; error: unknown; completedAt: unknown };
  }>('RetryExecution', { id: failed.id });
  expect(retryExecution).toMatchObject({ status: 'QUEUED', error: null, completedAt: null });
  await ended;
  const execution = await shop.execution(failed.id);

  expect(execution).toMatchObject({ status: 'SUCCEEDED', error: null });
  expect(execution.steps.map(({ status, attempts }) => [status, attempts])).toEqual([
    ['SUCCEEDED', 1],
    ['SUCCEEDED', 1],
    ['SUCCEEDED', 1],
  ]);
  expect(execution.steps[0]).toEqual(failed.steps[0]);
  expect(await shop.tasks()).toEqual(['before', 'after']);
  expect(receiver.requests).toHaveLength(2);
  // Sent again on purpose: the receiver must not take it for a duplicate.
  expect(new Set(webhookIds()).size).toBe(2);
});

it('gives a resumed action all its attempts again', async () => {
  receiver.reply(status(410), status(500), status(200));
  await shop.automate([call()]);
  const failed = await win();

  const waits = waitsAfter(1);
  const ended = server.ended(shop.client.workspaceId);
  await shop.client.send('RetryExecution', { id: failed.id });
  await waits;
  await server.advance('1 minute');
  await ended;

  expect(await shop.execution(failed.id)).toMatchObject({ status: 'SUCCEEDED', steps: [{ attempts: 2 }] });
});

it('resumes only failed executions, and only while the automation is enabled', async () => {
  receiver.reply(status(410));
  const automationId = await shop.automate([call()]);
  const failed = await win();
  const code = async (id: string) => (await shop.client.answer('RetryExecution', { id })).errors?.[0]?.extensions.code;
  expect((await shop.client.answer('CancelExecution', { id: failed.id })).errors![0]!.message).toBe(
    'The execution has ended: it is FAILED',
  );

  await shop.client.send('SetAutomationEnabled', { id: automationId, enabled: false });
  expect(await code(failed.id)).toBe('ILLEGAL_STATE');
  await shop.client.send('SetAutomationEnabled', { id: automationId, enabled: true });
  const ended = server.ended(shop.client.workspaceId);
  expect(await code(failed.id)).toBeUndefined();
  await ended;
  expect(await code(failed.id)).toBe('ILLEGAL_STATE');
  expect(await code('01900000-0000-7000-8000-00000000dead')).toBe('NOT_FOUND');
  const stranger = await server.client();
  expect((await stranger.answer('RetryExecution', { id: failed.id })).errors![0]!.extensions.code).toBe('NOT_FOUND');
});
