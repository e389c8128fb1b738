import { jest } from '@jest/globals';
import { drip, flood, reset, silence, status, WebhookReceiver } from '../../../test/support/webhook-receiver.js';
import { LIMITS } from '../../kernel/limits.js';
import { Config } from '../config/config.js';
import { ForbiddenTargetError, HttpInDoubtError, HttpNotSentError } from './http.errors.js';
import { OutboundHttp } from './outbound-http.js';

let receiver: WebhookReceiver;
let http: OutboundHttp;

const outbound = (allowlist: string) => new OutboundHttp(Config.from({ OUTBOUND_ALLOWLIST: allowlist }));
const request = (changes: object = {}) => ({
  url: receiver.url,
  headers: { 'content-type': 'text/plain' },
  body: 'hello',
  ...changes,
});
const failureOf = async (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Error) => error,
  );

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
  http = outbound('127.0.0.1/32');
});

afterEach(async () => {
  await http.onApplicationShutdown();
  await receiver.close();
});

it('posts and returns the answer with any status', async () => {
  receiver.reply(status(418, { 'x-kind': 'pot' }, 'short\0stout'));
  const answer = await http.post(request({ url: `${receiver.url}/brew?n=1` }));
  expect(answer).toMatchObject({ status: 418, body: 'short\ufffdstout', headers: { 'x-kind': 'pot' } });
  expect(receiver.requests).toMatchObject([{ method: 'POST', path: '/brew?n=1', body: 'hello' }]);
});

it('reuses connections', async () => {
  for (let n = 0; n < 10; n++) await http.post(request());
  expect(receiver.connections).toBeLessThan(3);
});

it('does not follow a redirect', async () => {
  receiver.reply(status(307, { location: `${receiver.url}/elsewhere` }));
  expect((await http.post(request())).status).toBe(307);
  expect(receiver.requests).toHaveLength(1);
});

describe('a target that is not public', () => {
  beforeEach(() => void (http = outbound('')));

  it.each(['127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', 'localhost'])(
    'is rejected as %s',
    async (host) => {
      expect(await failureOf(http.post(request({ url: `http://${host}:${receiver.port}` })))).toBeInstanceOf(
        ForbiddenTargetError,
      );
      expect(receiver.connections).toBe(0);
    },
  );

  it('is rejected over https too', async () => {
    expect(await failureOf(http.post(request({ url: `https://127.0.0.1:${receiver.port}` })))).toBeInstanceOf(
      ForbiddenTargetError,
    );
  });

  it.each(['file:///etc/passwd', 'ftp://example.com', 'nonsense'])(
    'is rejected if it is not an http address: %s',
    async (url) => {
      expect(await failureOf(http.post(request({ url })))).toBeInstanceOf(ForbiddenTargetError);
    },
  );
});

it.each(['http://:pw@localhost', 'http://user@localhost', 'http://@localhost', 'http:\\\\user@localhost'])(
  'rejects an address that contains credentials: %s',
  async (url) => {
    expect(await failureOf(http.post(request({ url: `${url}:${receiver.port}` })))).toBeInstanceOf(
      ForbiddenTargetError,
    );
    expect(receiver.connections).toBe(0);
  },
);

it.each(['127.0.0.1', '127.0.0.0/8', 'localhost'])('reaches a target allowed as %s', async (entry) => {
  const allowed = outbound(entry);
  const { status: code } = await allowed.post(request({ url: `http://localhost:${receiver.port}` }));
  await allowed.onApplicationShutdown();
  expect(code).toBe(200);
});

describe('a request without a complete answer', () => {
  it('was not sent when the connection is refused', async () => {
    const gone = await WebhookReceiver.start();
    await gone.close();
    expect(await failureOf(http.post(request({ url: gone.url })))).toBeInstanceOf(HttpNotSentError);
  });

  it('was not sent when the other side does not support TLS', async () => {
    expect(await failureOf(http.post(request({ url: `https://127.0.0.1:${receiver.port}` })))).toBeInstanceOf(
      HttpNotSentError,
    );
  });

  it('was not sent when it was aborted beforehand', async () => {
    expect(await failureOf(http.post(request({ signal: AbortSignal.abort() })))).toBeInstanceOf(HttpNotSentError);
    expect(receiver.connections).toBe(0);
  });

  it.each([
    ['silent', silence],
    ['dripping', drip],
  ])('is in doubt after the deadline when the other side is %s', async (_, reply) => {
    receiver.reply(reply);
    expect(await failureOf(http.post(request({ deadlineMs: 60 })))).toBeInstanceOf(HttpInDoubtError);
  });

  it('is in doubt when the connection breaks', async () => {
    receiver.reply(reset);
    expect(await failureOf(http.post(request()))).toBeInstanceOf(HttpInDoubtError);
  });

  it('is in doubt when it is aborted after it was sent', async () => {
    receiver.reply(silence);
    const stop = new AbortController();
    const failure = failureOf(http.post(request({ signal: stop.signal })));
    await receiver.received(1);
    stop.abort();
    expect(await failure).toBeInstanceOf(HttpInDoubtError);
  });
});

it('times out after 10 s by default, however much of the answer has arrived', async () => {
  jest.useFakeTimers({
    doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setInterval', 'performance', 'Date'],
  });
  receiver.reply(drip);
  const began = receiver.received(1);
  const failure = failureOf(http.post(request()));
  await began;

  jest.advanceTimersByTime(LIMITS.webhookDeadlineMs - 1);
  expect(await Promise.race([failure, new Promise((resolve) => setImmediate(resolve, 'waits'))])).toBe('waits');
  jest.advanceTimersByTime(1);
  jest.useRealTimers();
  expect([await failure, LIMITS.webhookDeadlineMs]).toEqual([expect.any(HttpInDoubtError), 10_000]);
});

it('reads no more than 64 KiB by default', async () => {
  receiver.reply(flood);
  expect((await http.post(request())).body).toHaveLength(64 * 1024);
});

it('reads an endless answer up to the limit and disconnects', async () => {
  receiver.reply(flood);
  const answer = await http.post(request({ maxResponseBytes: 1_000 }));
  expect(answer.body).toBe('x'.repeat(1_000));
});

it('does not cut a character in half', async () => {
  receiver.reply(status(200, {}, 'aé'));
  expect((await http.post(request({ maxResponseBytes: 2 }))).body).toBe('a');
});
