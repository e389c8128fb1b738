import { Agent } from 'undici';
import { WebhookReceiver } from '../../../test/support/webhook-receiver.js';
import { Allowlist } from './allowlist.js';
import { guardedConnector } from './guarded-connector.js';
import { ForbiddenTargetError } from './http.errors.js';
import { post } from './http-exchange.js';

let receiver: WebhookReceiver;
beforeEach(async () => void (receiver = await WebhookReceiver.start()));
afterEach(() => receiver.close());

/** Posts to a name whose every lookup is answered by the next of these address lists. */
async function postResolving(answers: string[][], allowlist: string[] = []) {
  const left = [...answers];
  const pool = new Agent({
    connect: guardedConnector(new Allowlist(allowlist), (_host, _options, callback) =>
      callback(null, left.shift()!.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))),
    ),
  });
  const request = { url: `http://hooks.example:${receiver.port}`, headers: {}, body: '', deadlineMs: 2_000 };
  const outcome = await post(pool, request).then(({ status }) => status, (error: Error) => error);
  await pool.destroy();
  return { outcome, lookups: answers.length - left.length };
}

it('refuses a name that resolves to a private address', async () => {
  const { outcome } = await postResolving([['10.0.0.1', '::1']]);
  expect(outcome).toBeInstanceOf(ForbiddenTargetError);
  expect((outcome as Error).message).not.toContain('10.0.0.1');
});

it('dials the address it checked: a name is looked up once, so a second answer changes nothing', async () => {
  const { outcome, lookups } = await postResolving([['169.254.169.254'], ['127.0.0.1']], ['127.0.0.1']);
  expect([outcome, lookups]).toEqual([expect.any(ForbiddenTargetError), 1]);
});

it('dials only those of a name that may be reached', async () => {
  const { outcome } = await postResolving([['10.0.0.1', '127.0.0.1']], ['127.0.0.1']);
  expect(outcome).toBe(200);
});

it('lets a name through that is allowed itself, wherever it leads', async () => {
  const { outcome } = await postResolving([['127.0.0.1']], ['hooks.example']);
  expect(outcome).toBe(200);
});
