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

describe('GET /media/<message id>', () => {
  /** A contact sends a file; resolves with the message's id. */
  async function received(file: { id: string; filename?: string }, type = 'document'): Promise<string> {
    await hear({ type, [type]: { mime_type: 'text/html', ...file } });
    const { data } = await client.raw<{ messages: { edges: { node: { id: string } }[] } }>(
      `query ($id: ID!) { messages(contactId: $id) { edges { node { id } } } }`,
      { id: shop.contactId },
    );
    return data.messages.edges[0]!.node.id;
  }

  async function opened(messageId: string, key = client.key) {
    const headers = { authorization: `Bearer ${key}` };
    const response = await fetch(`${server.url}/media/${messageId}`, { headers });
    const text = await response.text();
    return {
      status: response.status,
      text,
      code: response.ok ? undefined : (JSON.parse(text) as { code: string }).code,
      type: response.headers.get('content-type'),
      disposition: response.headers.get('content-disposition'),
      policy: [response.headers.get('content-security-policy'), response.headers.get('x-content-type-options')],
    };
  }

  it('reads a file from Meta with the account of the workspace', async () => {
    cloud.files.set('2001', { mimeType: 'image/jpeg', content: 'a picture' });
    expect(await opened(await received({ id: '2001' }, 'image'))).toMatchObject({
      status: 200,
      text: 'a picture',
      type: 'image/jpeg',
      disposition: 'inline',
    });
  });

  it('never lets a browser run what a contact sent', async () => {
    cloud.files.set('2002', { mimeType: 'text/html', content: '<script>steal()</script>' });
    expect(await opened(await received({ id: '2002', filename: 'a"\r\nb.html' }))).toMatchObject({
      status: 200,
      type: 'application/octet-stream',
      disposition: `attachment; filename*=UTF-8''a%22%0D%0Ab.html`,
      policy: ["default-src 'none'; sandbox", 'nosniff'],
    });
  });

  it('answers with a reason when there is no such file', async () => {
    const id = await received({ id: '2003' });
    const stranger = await server.client('viewer');
    expect(await opened(id, stranger.key)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await opened('nonsense')).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await opened(id)).toMatchObject({
      status: 409,
      code: 'ILLEGAL_STATE',
      text: expect.stringContaining('code 100'),
    });
    cloud.reply(({ socket }) => void socket!.destroy());
    expect(await opened(id)).toMatchObject({ status: 409, code: 'ILLEGAL_STATE' });
  });
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
