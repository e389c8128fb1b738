import { Webhook } from 'standardwebhooks';
import { mistakesIn, outsideStep, paramsFor } from '../../../test/support/action-context.js';
import { reset, status, WebhookReceiver, type Reply } from '../../../test/support/webhook-receiver.js';
import { Config } from '../../platform/config/config.js';
import { HttpNotSentError } from '../../platform/http/http.errors.js';
import { OutboundHttp } from '../../platform/http/outbound-http.js';
import { OutcomeUnknownError, PermanentActionError, RetryAfterError } from '../action.errors.js';
import type { WebhookSecrets } from '../webhook-secrets/webhook-secrets.js';
import { WebhookAction } from './webhook.action.js';

const config = Config.from({ OUTBOUND_ALLOWLIST: '127.0.0.1/32' });
const [secret, previous] = [1, 2].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`) as [
  string,
  string,
];
let signing = [secret];
const secrets = { secretsOf: async () => signing } as unknown as WebhookSecrets;
let receiver: WebhookReceiver;
let http: OutboundHttp;

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
  http = new OutboundHttp(config);
});

afterEach(async () => {
  await http.onApplicationShutdown();
  await receiver.close();
});

const call = (params: object = {}, context = outsideStep(undefined)) =>
  new WebhookAction(http, secrets).perform(
    paramsFor(WebhookAction, { url: `${receiver.url}/hook`, ...params }),
    context,
  );

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Error) => error,
  );

it('posts signed JSON that a Standard Webhooks receiver verifies', async () => {
  const context = outsideStep(undefined);
  await call({ payload: { order: 'é 1' }, headers: { 'x-shop': 'north' } }, context);
  const { body, headers } = receiver.requests[0]!;
  const verified = new Webhook(secret).verify(body, headers as Record<string, string>);
  expect(verified).toEqual({ order: 'é 1' });
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-shop': 'north' });
});

it('also signs with the old secret during a rotation', async () => {
  signing = [secret, previous];
  await call({ payload: {} }).finally(() => (signing = [secret]));
  const { body, headers } = receiver.requests[0]!;
  for (const each of [secret, previous])
    expect(new Webhook(each).verify(body, headers as Record<string, string>)).toEqual({});
});

it('keeps the same webhook-id for every attempt', async () => {
  const context = outsideStep(undefined);
  receiver.reply(status(500));
  await failureOf(call({}, context));
  await call({}, context);
  expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([
    context.idempotencyKey,
    context.idempotencyKey,
  ]);
});

it('returns status and body for later actions', async () => {
  receiver.reply(status(201, {}, '{"id":7}'));
  expect(await call()).toEqual({ status: 201, body: '{"id":7}', durationMs: expect.any(Number) });
  expect(receiver.requests[0]!.body).toBe('{}');
});

it('keeps the beginning of a long answer', async () => {
  receiver.reply(status(200, {}, 'x'.repeat(100_000)));
  expect((await call()).body).toHaveLength(16 * 1024);
});

describe('a failure', () => {
  it.each([302, 400, 401, 404, 410, 422])('with HTTP %i is final', async (code) => {
    receiver.reply(status(code, {}, 'no'));
    const failure = await failureOf(call());
    expect(failure).toBeInstanceOf(PermanentActionError);
    expect(failure).toMatchObject({ code: `HTTP_${code}`, message: `The receiver answered HTTP ${code}: no` });
  });

  it.each([408, 425, 429, 500, 502, 503])('with HTTP %i is retried', async (code) => {
    receiver.reply(status(code));
    const failure = await failureOf(call());
    expect([failure instanceof Error, failure instanceof PermanentActionError]).toEqual([true, false]);
  });

  it('is retried when the receiver requests it', async () => {
    receiver.reply(status(503, { 'retry-after': '120' }), status(429, { 'retry-after': '999999' }));
    const [first, second] = [await failureOf(call()), await failureOf(call())];
    expect([first, second]).toEqual([expect.any(RetryAfterError), expect.any(RetryAfterError)]);
    expect([first, second]).toMatchObject([{ delayMs: 120_000 }, { delayMs: 3_600_000 }]);
  });

  it.each<[string, Reply]>([['the connection breaks', reset]])('is in doubt when %s', async (_, reply) => {
    receiver.reply(reply);
    expect(await failureOf(call())).toBeInstanceOf(OutcomeUnknownError);
  });

  it('is retried when the connection is refused', async () => {
    const gone = await WebhookReceiver.start();
    await gone.close();
    expect(await failureOf(call({ url: gone.url }))).toBeInstanceOf(HttpNotSentError);
  });
});

it.each(['user-agent', 'User-Agent', 'USER-AGENT'])(
  'sends the %s of the automation, and no default beside it',
  async (name) => {
    await call({ headers: { [name]: 'shop/1', Authorization: 'Bearer x' } });
    const names = receiver.requests[0]!.rawHeaders.filter((_, at) => at % 2 === 0).map((each) => each.toLowerCase());
    expect(names.filter((each, at) => names.indexOf(each) !== at)).toEqual([]);
    expect(receiver.requests[0]!.headers).toMatchObject({ 'user-agent': 'shop/1', authorization: 'Bearer x' });
  },
);

it('never reaches the private network', async () => {
  expect(await failureOf(call({ url: 'http://169.254.169.254/latest' }))).toMatchObject({ code: 'FORBIDDEN_TARGET' });
});

it('rejects a payload over the limit', async () => {
  expect(await failureOf(call({ payload: 'é'.repeat(200_000) }))).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  expect(receiver.requests).toEqual([]);
});

it.each([
  [{}, 'url: Required'],
  [{ url: 'ftp://a.test' }, 'url: Expected an http or https address'],
  [{ url: 'https://me:secret@a.test' }, 'url: Put credentials into a header, not into the address'],
  [{ url: 'http://:secret@a.test' }, 'url: Put credentials into a header, not into the address'],
  [{ url: 'http://@a.test' }, 'url: Put credentials into a header, not into the address'],
  [
    { url: 'https://a.test', headers: { authorization: 'a', Authorization: 'b' } },
    'headers.Authorization: The header Authorization is already set, as authorization',
  ],
  [
    { url: 'https://a.test', headers: { 'HTTP2-Settings': 'x' } },
    'headers.HTTP2-Settings: The header HTTP2-Settings is set by the engine: leave it out',
  ],
  [
    { url: 'https://a.test', headers: { 'Webhook-Id': 'x' } },
    'headers.Webhook-Id: The header Webhook-Id is set by the engine: leave it out',
  ],
  [
    { url: 'https://a.test', headers: { Host: 'x' } },
    'headers.Host: The header Host is set by the engine: leave it out',
  ],
  [{ url: 'https://a.test', headers: { 'a b': 'x' } }, 'headers.a b: Not the name of a header'],
  [
    { url: 'https://a.test', headers: { a: 'x\r\nhost: evil' } },
    'headers.a: A header holds one line of plain characters',
  ],
])('refuses %j', (params, mistake) => {
  expect(mistakesIn(WebhookAction, params)).toEqual([mistake]);
});
