import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { LIMITS } from '../../src/kernel/limits.js';
import { newId } from '../../src/kernel/ids.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { messages, post, signed, WEBHOOK_ENV } from '../support/whatsapp-webhook.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer(WEBHOOK_ENV);
});

afterAll(() => server.close());

const NO_JSON = '{"entry": [';

/** The server's answer when only the beginning of a delivery is sent. */
async function answerTo(headers: Record<string, string | number>): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const lines = Object.entries({ host: 'a', 'content-type': 'application/json', connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  socket.write(`POST /webhooks/whatsapp/${newId()} HTTP/1.1\r\n${lines.join('')}\r\n{`);
  const answer = await text(socket);
  socket.destroy();
  return answer;
}

it.each([
  ['missing', {}],
  ['invalid', { 'x-hub-signature-256': 'sha256=00' }],
  ['in another header', { 'x-hub-signature': signed('{') }],
])('refuses a delivery by its headers, without reading the body, when its signature is %s', async (_, headers) => {
  expect(await answerTo({ ...headers, 'content-length': LIMITS.maxInboundWebhookBytes })).toMatch(
    /^HTTP\/1\.1 403 .*Wrong X-Hub-Signature-256/s,
  );
});

it("refuses by its headers a delivery that is larger than Meta's", async () => {
  const headers = { 'x-hub-signature-256': signed('{'), 'content-length': LIMITS.maxInboundWebhookBytes + 1 };
  expect(await answerTo(headers)).toMatch(/^HTTP\/1\.1 413 /);
});

it('checks the signature before the body is parsed', async () => {
  const { workspaceId } = await server.client();

  expect(await post(server, workspaceId, { body: NO_JSON, signature: signed(`${NO_JSON} `) })).toBe(403);
  expect(await post(server, workspaceId, { body: NO_JSON })).toBe(400);
  expect(await post(server, workspaceId, { body: '' })).toBe(400);
});

it("limits a stranger's requests per minute, and still accepts signed ones", async () => {
  const counting = await startTestServer(WEBHOOK_ENV);
  const { workspaceId } = await counting.client();
  const body = messages({ id: 'wamid.1', type: 'text', text: { body: 'Hi' } });
  const wrong = () => post(counting, workspaceId, { body, signature: signed(body, 'a guess') });
  const handshake = () =>
    fetch(`${counting.url}/webhooks/whatsapp/${workspaceId}?hub.mode=subscribe&hub.verify_token=guess&hub.challenge=1`);

  const answers: number[] = [];
  for (let sent = 0; sent < LIMITS.strangersPerMinute + 40; sent += 40)
    answers.push(...(await Promise.all(Array.from({ length: 40 }, wrong))));

  expect(answers.filter((status) => status === 403).length).toBe(LIMITS.strangersPerMinute);
  expect(answers.filter((status) => status === 429).length).toBe(40);
  const guess = await handshake();
  expect([guess.status, Number(guess.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
  expect(await post(counting, workspaceId, { body, signature: null })).toBe(429);
  expect(await post(counting, workspaceId, { body })).toBe(200);
  await counting.close();
});
