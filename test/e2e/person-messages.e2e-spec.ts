import { ConversationsService } from '../../src/crm/conversations/conversations.service.js';
import { PersonMessages } from '../../src/crm/conversations/sending/person-messages.service.js';
import { newId } from '../../src/kernel/ids.js';
import { outside } from '../../src/platform/events/origin.js';
import { UnitOfWork } from '../../src/platform/work/unit-of-work.js';
import { Gate } from '../support/gate.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { reset } from '../support/webhook-receiver.js';
import { cloudError, WhatsAppCloudServer } from '../support/whatsapp-cloud-server.js';
import { Workshop } from '../support/workshop.js';

let cloud: WhatsAppCloudServer;
let server: TestServer;
let shop: Workshop;

beforeAll(async () => {
  cloud = await WhatsAppCloudServer.start();
  server = await startTestServer(cloud.env);
});

beforeEach(async () => {
  cloud.accepted.length = 0;
  cloud.receiver.requests.length = 0;
  shop = await Workshop.open(await server.client());
});

afterAll(async () => {
  await server.close();
  await cloud.close();
});

const SEND = `mutation SendMessage($input: SendMessageInput!) { sendMessage(input: $input) { id status } }`;
const SEND_MORE = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { id status kind text error { code message } media { kind url } } }`;

interface Sent {
  id: string;
  status: string;
  error: { code: string } | null;
}

const ask = (content: object, contactId = shop.contactId) =>
  shop.client.raw<{ sendMessage: Sent } | null>(SEND_MORE, { input: { contactId, ...content } });
const send = async (content: object) => (await ask(content)).data!.sendMessage;

/** Sends with an Idempotency-Key. */
async function sendKeyed(key: string): Promise<Sent> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${shop.client.key}`,
      'idempotency-key': key,
    },
    body: JSON.stringify({ query: SEND, variables: { input: { contactId: shop.contactId, text: 'Once' } } }),
  });
  return ((await response.json()) as { data: { sendMessage: Sent } }).data.sendMessage;
}

it('sends a text, a template and a file once each, and publishes that a person sent them', async () => {
  await shop.receive('Hi');

  expect(await send({ text: 'Hello Ana' })).toMatchObject({ status: 'SENT', kind: 'TEXT', text: 'Hello Ana' });
  expect(await send({ template: { name: 'offer', language: 'pt_BR', variables: ['Ana'] } })).toMatchObject({
    status: 'SENT',
    kind: 'TEMPLATE',
  });
  const url = 'https://files.example.org/box.jpg';
  expect(await send({ media: { url, caption: 'The box' } })).toMatchObject({
    status: 'SENT',
    kind: 'MEDIA',
    media: { kind: 'image', url },
  });

  expect(cloud.accepted).toMatchObject([
    { type: 'text', text: { body: 'Hello Ana' } },
    { type: 'template', template: { name: 'offer', language: { code: 'pt_BR' } } },
    { type: 'image', image: { link: url, caption: 'The box' } },
  ]);
  expect(await shop.events('whatsapp.message_sent')).toHaveLength(3);
});

it('refuses messages that WhatsApp would not accept or the contact does not want, and stores none', async () => {
  const closed = await ask({ text: 'Hello' });
  expect(closed.errors![0]!.extensions).toMatchObject({ code: 'ILLEGAL_STATE', reason: 'WINDOW_CLOSED' });
  expect(await send({ template: { name: 'offer' } })).toMatchObject({ status: 'SENT' });

  await shop.receive('Hi');
  await shop.client.send('UpdateContact', { id: shop.contactId, input: { optedOutAt: '2026-01-01T00:00:00Z' } });
  for (const content of [{ text: 'Hello' }, { template: { name: 'offer' } }])
    expect((await ask(content)).errors![0]!.extensions).toMatchObject({ code: 'ILLEGAL_STATE', reason: 'OPTED_OUT' });

  expect(cloud.receiver.requests).toHaveLength(1);
  expect(await shop.messages()).toHaveLength(2);
});

it.each<[string, object, string[]]>([
  ['no content', {}, []],
  ['two contents', { text: 'a', template: { name: 'b' } }, []],
  ['an empty text', { text: '  ' }, ['text']],
  ['a long text', { text: 'x'.repeat(4097) }, ['text']],
  ['another protocol', { media: { url: 'ftp://files.example.org/a' } }, ['media', 'url']],
  ['a password in the address', { media: { url: 'https://me:secret@files.example.org/a.jpg' } }, ['media', 'url']],
  ['a caption under audio', { media: { url: 'https://files.example.org/a.mp3', caption: 'Hi' } }, ['media', 'caption']],
  ['a variable that is not text', { template: { name: 'a', variables: { a: 1 } } }, ['template', 'variables']],
  ['many variables', { template: { name: 'a', variables: Array(101).fill('x') } }, ['template', 'variables']],
])('reports the mistake in %s', async (_, content, path) => {
  const { extensions } = (await ask(content)).errors![0]!;
  expect(extensions).toMatchObject({ code: 'INVALID_INPUT', details: [{ path: ['input', ...path] }] });
});

it('answers NOT_FOUND for a contact of another workspace', async () => {
  const other = await Workshop.open(await server.client());
  expect((await ask({ template: { name: 'a' } }, other.contactId)).errors![0]!.extensions.code).toBe('NOT_FOUND');
  expect(cloud.receiver.requests).toHaveLength(0);
});

it('shows why the provider refused, and never resends automatically', async () => {
  await shop.receive('Hi');
  cloud.reply(cloudError(131026), cloud.takeThen(reset));

  expect(await send({ text: 'One' })).toMatchObject({ status: 'FAILED', error: { code: 'WHATSAPP_131026' } });
  expect(await shop.events('message.failed')).toHaveLength(1);
  expect(await send({ text: 'Two' })).toMatchObject({ status: 'UNKNOWN', error: { code: 'UNKNOWN_OUTCOME' } });
  await server.advance('1 hour');
  await server.app.get(PersonMessages, { strict: false }).sweep();

  expect(cloud.receiver.requests).toHaveLength(2);
  expect(await shop.events('whatsapp.message_sent')).toHaveLength(0);
});

it('sends once for requests with the same Idempotency-Key', async () => {
  await shop.receive('Hi');
  const first = await sendKeyed('k1');
  expect(await sendKeyed('k1')).toEqual(first);
  await shop.client.raw('mutation { createTag(input: { name: "Other" }) { id } }');
  expect(cloud.accepted).toHaveLength(1);
});

it('leaves a message UNKNOWN if its process died before it stored the outcome', async () => {
  const messageId = newId();
  const origin = outside(shop.client.workspaceId, { type: 'user', id: newId() });
  await server.app
    .get(UnitOfWork, { strict: false })
    .run(origin, (work) =>
      server.app
        .get(ConversationsService, { strict: false })
        .prepareOutbound(work, { messageId, contactId: shop.contactId, kind: 'TEXT', text: 'Hello' }),
    );
  const messages = server.app.get(PersonMessages, { strict: false });

  expect(await messages.sweep()).toBe(0);
  await server.database.advanceClock('3 minutes');
  expect((await Promise.all([messages.sweep(), messages.sweep()])).reduce((sum, each) => sum + each)).toBe(1);

  expect(await shop.messages()).toMatchObject([{ status: 'UNKNOWN' }]);
  expect(cloud.receiver.requests).toHaveLength(0);
});

it('waits at shutdown until every running send has its outcome', async () => {
  await shop.receive('Hi');
  const gate = new Gate();
  const arrived = new Promise<void>((resolve) =>
    cloud.reply((response, request) => {
      resolve();
      cloud.takeAfter(gate)(response, request);
    }),
  );
  const sent = server.app
    .get(PersonMessages, { strict: false })
    .send(outside(shop.client.workspaceId, { type: 'user', id: newId() }), { contactId: shop.contactId, text: 'Last' });
  await arrived;
  const ended = server.app.get(PersonMessages, { strict: false }).onModuleDestroy();
  gate.open();
  await ended;

  expect((await shop.messages()).at(-1)).toMatchObject({ status: 'SENT' });
  await sent;
});
