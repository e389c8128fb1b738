import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { cloudError, WhatsAppCloudServer } from '../support/whatsapp-cloud-server.js';
import { deliver, messages, WEBHOOK_ENV } from '../support/whatsapp-webhook.js';
import { Workshop } from '../support/workshop.js';

let cloud: WhatsAppCloudServer;
let server: TestServer;
let client: Client;
let shop: Workshop;

beforeAll(async () => {
  cloud = await WhatsAppCloudServer.start();
  server = await startTestServer({ ...WEBHOOK_ENV, ...cloud.env });
});

beforeEach(async () => {
  client = await server.client();
  shop = await Workshop.open(client);
});

afterAll(async () => {
  await server.close();
  await cloud.close();
});

async function listed(): Promise<object[]> {
  const query = `query ($id: ID!) { messages(contactId: $id) { edges { node {
    direction status media { kind url providerMediaId mimeType filename caption } error { code message } } } } }`;
  const { data } = await client.raw<{ messages: { edges: { node: object }[] } }>(query, { id: shop.contactId });
  return data.messages.edges.map(({ node }) => node);
}

const hear = (message: object) =>
  deliver(server, client.workspaceId, messages({ id: `wamid.${client.workspaceId}`, ...message }));
const answerBy = (type: string, params: object) =>
  shop.automate([{ type, params }], { trigger: { type: 'whatsapp.message_received' } });

it('returns the file that a contact sent', async () => {
  await hear({ type: 'image', image: { id: '111', mime_type: 'image/jpeg', caption: 'The box' } });

  const media = {
    kind: 'image',
    url: null,
    providerMediaId: '111',
    mimeType: 'image/jpeg',
    filename: null,
    caption: 'The box',
  };
  expect(await listed()).toEqual([{ direction: 'INBOUND', status: 'RECEIVED', media, error: null }]);
});

it('returns the file that an automation sent', async () => {
  await answerBy('send_whatsapp_media', {
    mediaUrl: 'https://files.example.org/1',
    filename: 'offer.pdf',
    caption: 'Our offer',
  });
  await hear({ type: 'text', text: { body: 'Hi' } });
  await server.quiet();

  const media = {
    kind: 'document',
    url: 'https://files.example.org/1',
    providerMediaId: null,
    mimeType: null,
    filename: 'offer.pdf',
    caption: 'Our offer',
  };
  expect(await listed()).toEqual([
    { direction: 'OUTBOUND', status: 'SENT', media, error: null },
    { direction: 'INBOUND', status: 'RECEIVED', media: null, error: null },
  ]);
});

it('returns why a message failed', async () => {
  await answerBy('send_whatsapp_text', { text: 'Thanks' });
  cloud.reply(cloudError(131026, { details: 'Not on WhatsApp' }));
  await hear({ type: 'text', text: { body: 'Hi' } });
  await server.quiet();

  const error = { code: 'WHATSAPP_131026', message: expect.stringContaining('Not on WhatsApp') };
  expect((await listed())[0]).toEqual({ direction: 'OUTBOUND', status: 'FAILED', media: null, error });
});
