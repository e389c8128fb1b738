import { reset, status, type Reply } from '../../../../test/support/webhook-receiver.js';
import { cloudError, WhatsAppCloudServer } from '../../../../test/support/whatsapp-cloud-server.js';
import { TrustedHttp } from '../../../platform/http/trusted-http.js';
import {
  GatewayBusyError,
  GatewayInDoubtError,
  GatewayRefusedError,
  GatewayUnreachableError,
} from './gateway.errors.js';
import type { MessageContent } from './message-gateway.js';
import { WhatsAppCloudGateway } from './whatsapp-cloud.gateway.js';

let cloud: WhatsAppCloudServer;
let http: TrustedHttp;

beforeEach(async () => {
  cloud = await WhatsAppCloudServer.start();
  http = new TrustedHttp();
});

afterEach(async () => {
  await http.onApplicationShutdown();
  await cloud.close();
});

const send = (
  content: MessageContent = { kind: 'text', text: 'Hi' },
  { token = WhatsAppCloudServer.TOKEN, signal = new AbortController().signal } = {},
) =>
  new WhatsAppCloudGateway(http, {
    baseUrl: `${cloud.baseUrl}/`,
    phoneNumberId: WhatsAppCloudServer.PHONE_NUMBER_ID,
    token,
  }).send({ phone: '+5511999990000', ...content }, { workspaceId: 'w', idempotencyKey: 'step-1', signal });

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Error) => error,
  );

it("returns Meta's id and sends ours, so that a status callback finds the message", async () => {
  const sent = await send();
  expect(cloud.accepted).toMatchObject([
    { id: sent.providerMessageId, biz_opaque_callback_data: 'step-1', to: '+5511999990000' },
  ]);
});

it("uses Meta's JSON for a template with a header and variables", async () => {
  await send({
    kind: 'template',
    name: 'offer',
    language: 'pt_BR',
    variables: ['Ana', '10%'],
    header: { type: 'document', link: 'https://a.test/x.pdf' },
  });
  expect(cloud.accepted[0]).toMatchObject({
    type: 'template',
    template: {
      name: 'offer',
      language: { code: 'pt_BR' },
      components: [
        { type: 'header', parameters: [{ type: 'document', document: { link: 'https://a.test/x.pdf' } }] },
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Ana' },
            { type: 'text', text: '10%' },
          ],
        },
      ],
    },
  });
});

it('sends caption and name of a document', async () => {
  await send({
    kind: 'media',
    media: { type: 'document', link: 'https://a.test/x.pdf' },
    caption: 'Prices',
    filename: 'prices.pdf',
  });
  expect(cloud.accepted[0]).toMatchObject({
    type: 'document',
    document: { link: 'https://a.test/x.pdf', caption: 'Prices', filename: 'prices.pdf' },
  });
});

describe('an error', () => {
  it.each([131047, 470])('%i means that the window is closed; the message says what to do', async (code) => {
    cloud.reply(cloudError(code));
    const failure = await failureOf(send());
    expect(failure).toBeInstanceOf(GatewayRefusedError);
    expect(failure).toMatchObject({ code: 'WINDOW_CLOSED', message: expect.stringContaining('use a template') });
  });

  it("of the message is permanent, with Meta's code", async () => {
    cloud.reply(cloudError(132001, { status: 404, details: 'template does not exist' }));
    const failure = await failureOf(send());
    expect(failure).toBeInstanceOf(GatewayRefusedError);
    expect(failure).toMatchObject({
      code: 'WHATSAPP_132001',
      message: expect.stringContaining('template does not exist'),
    });
  });

  it('of the token is permanent', async () => {
    expect(await failureOf(send(undefined, { token: 'stale' }))).toMatchObject({ code: 'WHATSAPP_190' });
  });

  it.each<[string, Reply, number]>([
    ['the account sends too much', cloudError(130429), 5_000],
    ['this number is sent too much', cloudError(131056), 6_000],
    ['the application asks too much', cloudError(80007), 60_000],
    ['Meta says how long', cloudError(130429, { status: 429, retryAfter: '7' }), 7_000],
    ['an intermediary asks for it', status(429, { 'retry-after': '2' }), 2_000],
  ])('is retried later when %s', async (_, reply, retryAfterMs) => {
    cloud.reply(reply);
    const failure = await failureOf(send());
    expect(failure).toBeInstanceOf(GatewayBusyError);
    expect(failure).toMatchObject({ retryAfterMs });
  });

  it.each<[string, Reply]>([
    ['an internal error of Meta', cloudError(131000, { status: 500 })],
    ['an outage of Meta', cloudError(2, { status: 503 })],
    ['an overloaded intermediary', status(503, {}, '<html>')],
  ])('means that the message was not accepted: %s', async (_, reply) => {
    cloud.reply(reply);
    expect(await failureOf(send())).toBeInstanceOf(GatewayUnreachableError);
  });
});

it('was not sent when the connection is refused', async () => {
  await cloud.close();
  const failure = await failureOf(send());
  cloud = await WhatsAppCloudServer.start();
  expect(failure).toBeInstanceOf(GatewayUnreachableError);
});

describe('is in doubt', () => {
  it.each<[string, Reply]>([
    ['the connection breaks after the message was accepted', reset],
    ['an intermediary lost the answer', status(504)],
    ['the answer cannot be read', status(200, {}, 'OK')],
  ])('when %s', async (_, reply) => {
    cloud.reply(cloud.takeThen(reply));
    expect(await failureOf(send())).toBeInstanceOf(GatewayInDoubtError);
    expect(cloud.accepted).toHaveLength(1);
  });

  it('when it is aborted after the message was sent', async () => {
    const stop = new AbortController();
    cloud.reply(() => stop.abort());
    expect(await failureOf(send(undefined, { signal: stop.signal }))).toBeInstanceOf(GatewayInDoubtError);
  });
});
