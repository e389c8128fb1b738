import { WhatsAppCloudServer } from '../../../../test/support/whatsapp-cloud-server.js';
import { TrustedHttp } from '../../../platform/http/trusted-http.js';
import type { WhatsAppAccounts } from '../accounts/whatsapp-accounts.service.js';
import { AccountGateway } from './account.gateway.js';
import type { MessageContent } from './message-gateway.js';

const { TOKEN } = WhatsAppCloudServer;

const CONTENTS: [string, MessageContent][] = [
  ['a text', { kind: 'text', text: 'Olá 👋' }],
  ['a template without variables', { kind: 'template', name: 'hello_world', language: 'en_US', variables: [] }],
  [
    'a template with variables and a header',
    {
      kind: 'template',
      name: 'offer',
      language: 'pt_BR',
      variables: ['Ana', '10%'],
      header: { type: 'image', link: 'https://a.test/x.png' },
    },
  ],
  [
    'a template with named variables',
    { kind: 'template', name: 'offer', language: 'pt_BR', variables: { name: 'Ana' } },
  ],
  [
    'a template with a text in its header and values of its buttons',
    {
      kind: 'template',
      name: 'offer',
      language: 'pt_BR',
      variables: [],
      header: { type: 'text', text: 'Spring', name: 'season' },
      buttons: [
        { kind: 'url', index: 0, value: 'order/1' },
        { kind: 'quick_reply', index: 1, value: 'stop' },
        { kind: 'copy_code', index: 2, value: '10OFF' },
      ],
    },
  ],
  ['an image', { kind: 'media', media: { type: 'image', link: 'https://a.test/x.png' }, caption: 'Look' }],
  ['a video', { kind: 'media', media: { type: 'video', link: 'https://a.test/x.mp4' } }],
  [
    'a voice note',
    { kind: 'media', media: { type: 'audio', link: 'https://a.test/x.ogg' }, caption: 'dropped', filename: 'x.ogg' },
  ],
  [
    'a document',
    {
      kind: 'media',
      media: { type: 'document', link: 'https://a.test/x.pdf' },
      caption: 'Prices',
      filename: 'prices.pdf',
    },
  ],
];

// The same promises for every implementation.
describe.each(['local', 'whatsapp_cloud'] as const)('the gateway to %s', (provider) => {
  let cloud: WhatsAppCloudServer;
  let http: TrustedHttp;
  const send = (content: MessageContent, idempotencyKey = 'step-1') => {
    const account = { baseUrl: cloud.baseUrl, phoneNumberId: WhatsAppCloudServer.PHONE_NUMBER_ID, token: TOKEN };
    const accounts = { sending: async () => (provider === 'local' ? undefined : account) };
    const options = { workspaceId: 'w', idempotencyKey, signal: new AbortController().signal };
    return new AccountGateway(accounts as unknown as WhatsAppAccounts, http).send(
      { phone: '+5511999990000', ...content },
      options,
    );
  };

  beforeEach(async () => {
    cloud = await WhatsAppCloudServer.start();
    http = new TrustedHttp();
  });

  afterEach(async () => {
    await http.onApplicationShutdown();
    await cloud.close();
  });

  it.each(CONTENTS)('accepts %s and names the provider', async (_, content) => {
    expect(await send(content)).toEqual({ provider, providerMessageId: expect.stringMatching(/./) });
  });

  it('gives each message its own id', async () => {
    const [one, two] = [await send(CONTENTS[0]![1], 'step-1'), await send(CONTENTS[0]![1], 'step-2')];
    expect(one.providerMessageId).not.toBe(two.providerMessageId);
  });
});
