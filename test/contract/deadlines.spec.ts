import { newId } from '../../src/kernel/ids.js';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { dial, until } from '../support/raw-socket.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

const DRIP_MS = 50;

let server: TestServer;
let client: Client;
const open: Socket[] = [];

beforeAll(async () => {
  server = await startTestServer({ REQUEST_TIMEOUT_SECONDS: '1' });
  client = await server.client();
});

afterEach(() => open.splice(0).forEach((socket) => socket.destroy()));
afterAll(() => server.close());

/** Sends the beginning of a request, then one byte at a time until the server closes the connection. */
async function drip(beginning: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  open.push(socket);
  await once(socket, 'connect');
  socket.write(beginning);
  const timer = setInterval(() => socket.write('a'), DRIP_MS);
  socket.on('error', () => undefined).on('close', () => clearInterval(timer));
  return text(socket).catch((error: NodeJS.ErrnoException) => error.code!);
}

const post = (path: string, more = '') =>
  `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n${more}\r\n{"query":"`;

it.each(['/graphql', `/webhooks/whatsapp/${newId()}`, '/health/live', '/metrics', '/nowhere'])(
  'closes a request to %s whose body never ends',
  async (path) => {
    // A request without a valid key is refused immediately; its connection closes at the deadline too.
    expect(await drip(post(path))).toMatch(/^HTTP\/1\.1 (40[0148]|415|503)/);
  },
);

it('answers 408 to a body that arrives slowly, even with a valid key', async () => {
  expect(await drip(post('/graphql', `authorization: Bearer ${client.key}\r\n`))).toMatch(/^HTTP\/1\.1 408/);
});

it.each([
  ['headers that arrive slowly', 'GET /health/live HTTP/1.1\r\nx-slow: '],
  ['a request line that arrives slowly', 'GET /'],
])('answers 408 to %s', async (_, beginning) => {
  expect(await drip(beginning)).toMatch(/^HTTP\/1\.1 408/);
});

it('closes a connection on which nothing arrives', async () => {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  open.push(socket);
  expect(await text(socket)).toMatch(/^(HTTP\/1\.1 408|$)/);
});

it('closes neither a slow answer nor a WebSocket', async () => {
  const socket = await dial(server);
  await until(socket, { type: 'connection_init', payload: { authorization: `Bearer ${client.key}` } });
  const holder = new pg.Client({ connectionString: server.database.url });
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE tag');
  const slow = client.raw(`mutation { createTag(input: { name: "Slow" }) { name } }`);

  // Two requests that began later were closed one after the other: the deadline has passed twice.
  for (const _ of [1, 2]) expect(await drip('GET /')).toMatch(/^HTTP\/1\.1 408/);
  await holder.query('COMMIT');
  await holder.end();

  expect(await slow).toEqual({ data: { createTag: { name: 'Slow' } } });
  expect(await until(socket, { type: 'ping' })).toEqual({ type: 'pong' });
  socket.terminate();
});
