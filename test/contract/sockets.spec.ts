import { once } from 'node:events';
import { jest } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import type { WebSocketServer } from 'ws';
import { ExecutionFeed } from '../../src/executions/feed/execution-feed.js';
import type { ExecutionChange } from '../../src/executions/log/execution-change.js';
import { LIMITS } from '../../src/kernel/limits.js';
import { Authentication } from '../../src/platform/auth/authentication.service.js';
import { subscribe } from '../support/live.js';
import { dial, openSocket, until } from '../support/raw-socket.js';
import { anAutomation, makeSale, send } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

const FOLLOW = {
  id: '1',
  type: 'subscribe',
  payload: { query: 'subscription { executionUpdated { id seq steps { output } } }' },
};
const MESSAGE_BYTES = 512 * 1024;
/** Far more than the socket buffers of both kernels hold. */
const MOST_MESSAGES = 160;

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
  client = await server.client();
});

afterAll(() => server.close());

afterEach(() => jest.restoreAllMocks());

const socketsHere = () =>
  (server.app.getHttpAdapter().getInstance() as FastifyInstance & { websocketServer: WebSocketServer }).websocketServer
    .clients;

/** A large change of an unfinished execution; each one is newer than the last. */
async function aLargeChange(): Promise<(n: number) => ExecutionChange> {
  const { order, pipeline } = await makeSale(client);
  await send(client, 'CreateAutomation', {
    input: anAutomation({ actions: [{ key: 'later', type: 'assign_tag', params: { tagName: 'A' }, delay: '1h' }] }),
  });
  const sleeping = server.until(client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await send(client, 'MoveOrder', { id: order.id, stageId: pipeline.stages[1]!.id });
  const { execution, steps } = await sleeping;
  const output = 'x'.repeat(MESSAGE_BYTES);
  return (n) => ({
    execution: { ...execution, seq: execution.seq + n },
    steps: steps.map((step) => ({ ...step, output })),
  });
}

it('closes a socket that reads nothing once 4 MiB wait for it, and no socket that reads', async () => {
  const change = await aLargeChange();
  const reader = await subscribe(server, client.key);
  const others = new Set(socketsHere());
  const deaf = await openSocket(server, client.key);
  const [theirs] = [...socketsHere()].filter((socket) => !others.has(socket));
  // The answer to a later message shows that the subscription has started.
  deaf.send(JSON.stringify(FOLLOW));
  await until(deaf, { type: 'ping' });
  deaf.pause();

  let most = 0;
  for (let n = 1; n <= MOST_MESSAGES && socketsHere().has(theirs!); n++) {
    const { execution, ...rest } = change(n);
    server.app.get(ExecutionFeed, { strict: false }).announce([{ execution, ...rest }]);
    await reader.until(({ seq }) => seq === execution.seq);
    most = Math.max(most, theirs!.bufferedAmount);
  }

  expect(socketsHere().has(theirs!)).toBe(false);
  expect(most).toBeLessThan(LIMITS.maxSocketBacklogBytes + 2 * MESSAGE_BYTES);
  expect(reader.seen.at(-1)!.steps[0]!.output).toHaveLength(MESSAGE_BYTES);
  await reader.close();
  deaf.terminate();
});

it('closes a socket that does not answer pings', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout', 'performance'] });
  const [mute, healthy] = [await openSocket(server, client.key), await openSocket(server, client.key)];
  mute.pause();
  const ended = new Promise((resolve) => [...socketsHere()].at(-2)!.once('close', resolve));

  jest.advanceTimersByTime(LIMITS.socketPingMs);
  await once(healthy, 'ping');
  // The healthy socket's pong arrives before its next message.
  await until(healthy, { type: 'ping' });
  jest.advanceTimersByTime(LIMITS.socketPingMs);
  jest.useRealTimers();

  expect(await ended).toBe(1006);
  expect(healthy.readyState).toBe(healthy.OPEN);
  healthy.terminate();
  mute.terminate();
});

it('writes nothing to the console or stderr about invalid messages', async () => {
  const written = (['error', 'warn', 'log'] as const).map((kind) =>
    jest.spyOn(console, kind).mockImplementation(() => undefined),
  );
  const errors = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const large = await openSocket(server, client.key);
  large.send('x'.repeat(LIMITS.maxSocketMessageBytes + 1));
  expect((await once(large, 'close'))[0]).toBe(1009);
  const senseless = await openSocket(server, client.key);
  senseless.send('no JSON');
  expect((await once(senseless, 'close'))[0]).toBe(4400);

  for (const spy of [...written, errors]) expect(spy).not.toHaveBeenCalled();
});

it('hides an internal error, closing with 4500', async () => {
  const errors = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  jest
    .spyOn(server.app.get(Authentication, { strict: false }), 'principalOf')
    .mockRejectedValue(new Error('db.internal is away'));
  const socket = await dial(server);
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${client.key}` } }));
  const [code, reason] = await once(socket, 'close');

  expect([code, String(reason)]).toEqual([4500, 'Internal error']);
  expect(errors.mock.calls.map(([line]) => String(line)).join('')).toContain('db.internal is away');
});
