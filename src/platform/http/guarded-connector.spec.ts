import { Agent } from 'undici';
import { WebhookReceiver } from '../../../test/support/webhook-receiver.js';
import { Allowlist } from './allowlist.js';
import { guardedConnector } from './guarded-connector.js';
import { ForbiddenTargetError, HttpNotSentError } from './http.errors.js';
import { post } from './http-exchange.js';

let receiver: WebhookReceiver;
beforeEach(async () => void (receiver = await WebhookReceiver.start()));
afterEach(() => receiver.close());

/** Posts to a name; each lookup returns the next of these address lists. */
async function postResolving(answers: string[][], allowlist: string[] = []) {
  const left = [...answers];
  const pool = new Agent({
    connect: guardedConnector(new Allowlist(allowlist), (_host, _options, callback) =>
      callback(
        null,
        left.shift()!.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    ),
  });
  const request = { url: `http://hooks.example:${receiver.port}`, headers: {}, body: '', deadlineMs: 2_000 };
  const outcome = await post(pool, request).then(
    ({ status }) => status,
    (error: Error) => error,
  );
  await pool.destroy();
  return { outcome, lookups: answers.length - left.length };
}

it('rejects a name that resolves to a private address', async () => {
  const { outcome } = await postResolving([['10.0.0.1', '::1']]);
  expect(outcome).toBeInstanceOf(ForbiddenTargetError);
  expect((outcome as Error).message).not.toContain('10.0.0.1');
});

describe('a name that does not exist', () => {
  const fails =
    (code: string) => (_host: string, _options: object, callback: (error: NodeJS.ErrnoException, found: []) => void) =>
      callback(Object.assign(new Error(`getaddrinfo ${code} db.internal`), { code }), []);
  const refusalOf = async (resolve: Parameters<typeof guardedConnector>[1], allowlist: string[] = []) => {
    const pool = new Agent({ connect: guardedConnector(new Allowlist(allowlist), resolve) });
    const failure = await post(pool, { url: 'http://db.internal', headers: {}, body: '', deadlineMs: 2_000 }).then(
      () => undefined,
      (error: Error) => error,
    );
    await pool.destroy();
    return failure;
  };

  it.each(['ENOTFOUND', 'ENODATA', 'EAI_FAIL'])(
    'is rejected with the same message as a name with a private address: %s',
    async (code) => {
      const inside = await refusalOf((_host, _options, callback) =>
        callback(null, [{ address: '10.0.0.1', family: 4 }]),
      );
      const nowhere = await refusalOf(fails(code));
      expect(nowhere).toBeInstanceOf(ForbiddenTargetError);
      expect([nowhere!.constructor, nowhere!.message, nowhere!.cause]).toEqual([
        inside!.constructor,
        inside!.message,
        inside!.cause,
      ]);
    },
  );

  it('is reported as unknown if the operator has allowed it', async () => {
    expect(await refusalOf(fails('ENOTFOUND'), ['db.internal'])).toMatchObject({
      message: expect.stringContaining('ENOTFOUND'),
    });
  });

  it('differs from a resolver that does not answer, which is retried', async () => {
    const failure = await refusalOf(fails('EAI_AGAIN'));
    expect(failure).toBeInstanceOf(HttpNotSentError);
    expect(failure).not.toBeInstanceOf(ForbiddenTargetError);
  });
});

it('connects to the address it checked: a name is resolved only once', async () => {
  const { outcome, lookups } = await postResolving([['169.254.169.254'], ['127.0.0.1']], ['127.0.0.1']);
  expect([outcome, lookups]).toEqual([expect.any(ForbiddenTargetError), 1]);
});

it('connects only to the allowed addresses of a name', async () => {
  const { outcome } = await postResolving([['10.0.0.1', '127.0.0.1']], ['127.0.0.1']);
  expect(outcome).toBe(200);
});

it('allows a name on the allowlist, whatever its address', async () => {
  const { outcome } = await postResolving([['127.0.0.1']], ['hooks.example']);
  expect(outcome).toBe(200);
});
