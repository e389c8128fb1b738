import { startTestServer, type TestServer } from '../support/test-server.js';
import { reset, silence } from '../support/webhook-receiver.js';
import { cloudError, WhatsAppCloudServer } from '../support/whatsapp-cloud-server.js';
import { statuses, Workshop } from '../support/workshop.js';

let server: TestServer;
let cloud: WhatsAppCloudServer;
let shop: Workshop;

beforeEach(async () => {
  cloud = await WhatsAppCloudServer.start();
  server = await startTestServer(cloud.env);
  shop = await Workshop.open(await server.client());
});

afterEach(async () => {
  await cloud.close();
  await server.close();
});

const before = { key: 'before', type: 'create_task', params: { title: 'before' } };
const send = { key: 'send', type: 'send_whatsapp_text', params: { text: 'Thank you, {{ contact.name }}' } };
const after = {
  key: 'after',
  type: 'create_task',
  params: { title: 'sent as {{ steps.send.output.providerMessageId }}' },
};

async function win() {
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(await shop.order(), 'Won');
  return shop.execution((await ended).at(-1)!.execution.id);
}

/** The contact wrote, an order was won, and the connection was cut after the provider accepted the message. */
async function sentInDoubt() {
  await shop.receive('Hi');
  await shop.automate([before, send, after]);
  cloud.reply(cloud.takeThen(reset));
  const sleeping = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(await shop.order(), 'Won');
  return (await sleeping).execution.id;
}

it("sends within the window, and gives the next action the provider's id of the message", async () => {
  await shop.receive('Hi');
  await shop.automate([send, after]);

  expect(await win()).toMatchObject({ status: 'SUCCEEDED' });
  expect(cloud.accepted).toMatchObject([{ type: 'text', text: { body: 'Thank you, Ana' } }]);
  expect(await shop.tasks()).toEqual(['sent as wamid.1']);
  expect(await shop.messages()).toMatchObject([{ direction: 'INBOUND' }, { direction: 'OUTBOUND', status: 'SENT' }]);
});

it('never resends a message whose outcome is unknown, and fails when it is still unknown after ten minutes', async () => {
  const id = await sentInDoubt();

  const doubtful = await shop.execution(id);
  expect(doubtful).toMatchObject({ status: 'SLEEPING', error: null });
  expect(doubtful.steps[1]).toMatchObject({ status: 'UNKNOWN', attempts: 1, error: { code: 'UNKNOWN_OUTCOME' } });
  await server.advance('590s');
  await server.quiet();
  expect(await shop.execution(id)).toMatchObject({ status: 'SLEEPING' });

  const ended = server.ended(shop.client.workspaceId);
  await server.advance('11s');
  await ended;
  const failed = await shop.execution(id);
  expect(failed).toMatchObject({ status: 'FAILED', error: { code: 'UNKNOWN_OUTCOME' } });
  expect(statuses(failed)).toEqual(['SUCCEEDED', 'UNKNOWN', 'SKIPPED']);
  expect(cloud.receiver.requests).toHaveLength(1);
  expect((await shop.messages()).at(-1)).toMatchObject({ status: 'UNKNOWN' });
});

it('sends again when a person retries, on purpose', async () => {
  const id = await sentInDoubt();
  const failed = server.ended(shop.client.workspaceId);
  await server.advance('11 minutes');
  await failed;

  const ended = server.ended(shop.client.workspaceId);
  await shop.client.send('RetryExecution', { id });
  await ended;

  expect(statuses(await shop.execution(id))).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
  expect(cloud.accepted).toHaveLength(2);
  expect(await shop.tasks()).toEqual(['before', 'sent as wamid.2']);
  expect((await shop.messages()).map(({ status }) => status).sort()).toEqual(['RECEIVED', 'SENT', 'UNKNOWN']);
});

it('lists messages in the order in which they were sent', async () => {
  await shop.automate([send], { trigger: { type: 'whatsapp.message_received' } });

  for (const text of ['one', 'two', 'three']) {
    const ended = server.ended(shop.client.workspaceId);
    await shop.receive(text);
    await ended;
  }

  expect((await shop.messages()).map(({ direction }) => direction)).toEqual([
    'INBOUND',
    'OUTBOUND',
    'INBOUND',
    'OUTBOUND',
    'INBOUND',
    'OUTBOUND',
  ]);
});

it('keeps the outcome of a message unknown when its execution is cancelled', async () => {
  const id = await sentInDoubt();

  await shop.client.send('CancelExecution', { id });
  await server.advance('11 minutes');
  await server.quiet();

  expect(statuses(await shop.execution(id))).toEqual(['SUCCEEDED', 'UNKNOWN', 'SKIPPED']);
  expect((await shop.messages()).at(-1)).toMatchObject({ status: 'UNKNOWN' });
  expect(cloud.receiver.requests).toHaveLength(1);
});

it('keeps the outcome of a message unknown when it is cancelled while being sent', async () => {
  await shop.receive('Hi');
  await shop.automate([send]);
  let cut = () => undefined as void;
  cloud.reply((response, request) => {
    silence(response, request);
    cut = () => reset(response, request);
  });
  await shop.move(await shop.order(), 'Won');
  await cloud.receiver.received(1);
  const { id } = (await shop.executions())[0]!;

  await shop.client.send('CancelExecution', { id });
  cut();
  await server.quiet();
  await server.advance('11 minutes');
  await server.quiet();

  const execution = await shop.execution(id);
  expect(['FAILED', 'CANCELLED']).toContain(execution.status);
  expect(statuses(execution)).toEqual(['UNKNOWN']);
  expect((await shop.messages()).at(-1)).toMatchObject({ status: 'UNKNOWN' });
  expect(cloud.receiver.requests).toHaveLength(1);
});

it("does not send a text more than 24 hours after the contact's last message", async () => {
  await shop.receive('Hi');
  await server.advance('25h');
  await shop.automate([before, send, after]);

  const execution = await win();

  expect(execution).toMatchObject({ status: 'FAILED', error: { code: 'WINDOW_CLOSED' } });
  expect(execution.steps[1]).toMatchObject({
    status: 'FAILED',
    attempts: 1,
    error: { message: expect.stringContaining('send_whatsapp_template') },
  });
  expect(cloud.receiver.requests).toHaveLength(0);
  expect((await shop.messages()).map(({ direction }) => direction)).toEqual(['INBOUND']);
});

it('reports a contact without a phone number as such', async () => {
  const { createContact } = await shop.client.send<{ createContact: { id: string } }>('CreateContact', {
    input: { name: 'Bia' },
  });
  await shop.automate([send]);
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(await shop.order({ contactId: createContact.id }), 'Won');

  const execution = await shop.execution((await ended).at(-1)!.execution.id);
  expect(execution).toMatchObject({
    status: 'FAILED',
    error: { code: 'INVALID_INPUT', message: 'contactId: The contact has no phone number' },
  });
  expect(execution.steps[0]).toMatchObject({ status: 'FAILED', attempts: 1 });
});

it('checks the window when it sends, not when the execution starts', async () => {
  await shop.receive('Hi');
  await shop.automate([{ ...send, delay: '2d' }]);
  await shop.move(await shop.order(), 'Won');
  await server.quiet();

  const ended = server.ended(shop.client.workspaceId);
  await server.advance('2d');

  expect((await ended).at(-1)!.execution).toMatchObject({ status: 'FAILED', error: { code: 'WINDOW_CLOSED' } });
});

it('fails immediately when the provider refuses a message', async () => {
  await shop.receive('Hi');
  await shop.automate([send, after]);
  cloud.reply(cloudError(131026, { details: 'Message undeliverable' }));

  const execution = await win();

  expect(execution).toMatchObject({
    status: 'FAILED',
    error: { code: 'WHATSAPP_131026', message: expect.stringContaining('Message undeliverable') },
  });
  expect(execution.steps).toMatchObject([{ status: 'FAILED', attempts: 1 }, { status: 'SKIPPED' }]);
  expect(cloud.receiver.requests).toHaveLength(1);
  expect((await shop.messages()).at(-1)).toMatchObject({ direction: 'OUTBOUND', status: 'FAILED' });
});

it('sends a message later, once, when the provider was too busy', async () => {
  await shop.receive('Hi');
  await shop.automate([send]);
  cloud.reply(cloudError(130429, { status: 429, retryAfter: '120' }));
  const waits = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(await shop.order(), 'Won');
  expect((await waits).steps[0]).toMatchObject({ status: 'WAITING', attempts: 1 });

  await server.advance('2 minutes');
  await ended;

  expect(cloud.accepted).toHaveLength(1);
  expect((await shop.messages()).map(({ status }) => status)).toEqual(['RECEIVED', 'SENT']);
});

it('does not leave a message pending that was cancelled before its next attempt', async () => {
  await shop.receive('Hi');
  await shop.automate([send]);
  cloud.reply(cloudError(130429, { status: 429, retryAfter: '120' }));
  const waits = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(await shop.order(), 'Won');
  const { id } = (await waits).execution;

  await shop.client.send('CancelExecution', { id });
  await server.advance('1h');
  await server.quiet();

  expect(await shop.execution(id)).toMatchObject({ status: 'CANCELLED' });
  expect(cloud.accepted).toHaveLength(0);
  expect((await shop.messages()).at(-1)).toMatchObject({ direction: 'OUTBOUND', status: 'FAILED' });
});
