import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { LiveSocket, type Connection, type LiveSocketOptions } from './live-socket.ts';

type Behaviour = (socket: WebSocket, message: { type: string; id: string }) => void;

const acknowledge: Behaviour = (socket, { type }) =>
  type === 'connection_init' && socket.send('{"type":"connection_ack"}');
const answerPings: Behaviour = (socket, { type }) => type === 'ping' && socket.send('{"type":"pong"}');
const normal: Behaviour = (...args) => {
  acknowledge(...args);
  answerPings(...args);
};

let server: WebSocketServer;
let behave: Behaviour;
let live: LiveSocket;
let states: Connection[];
let catchUps: number;
let subscriptions: number;
let watchers: Set<() => void>;

const look = () => watchers.forEach((watch) => watch());

/** Resolves as soon as the condition is true. */
function until(isIt: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const watch = () => {
      if (!isIt()) return;
      watchers.delete(watch);
      resolve();
    };
    watchers.add(watch);
    watch();
  });
}

function start(options: Partial<LiveSocketOptions> = {}): LiveSocket {
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  live = new LiveSocket({
    url,
    credential: () => 'key',
    ended: () => undefined,
    doubted: () => undefined,
    webSocketImpl: WebSocket,
    settleMs: 20,
    longestWaitMs: 10,
    ...options,
  });
  live.onState(() => {
    states.push(live.state);
    look();
  });
  live.onCatchUp(() => {
    catchUps += 1;
    look();
  });
  return live;
}

const follow = () => live.subscribe({ query: 'subscription { x }', variables: {} }, () => undefined);

beforeEach(async () => {
  [states, catchUps, subscriptions, watchers, behave] = [[], 0, 0, new Set(), normal];
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'graphql-transport-ws' });
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as { type: string; id: string };
      behave(socket, message);
      if (message.type === 'subscribe') subscriptions += 1;
      look();
    });
  });
  await once(server, 'listening');
});

afterEach(async () => {
  live.dispose();
  for (const socket of server.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

it('requests another query when a connection has settled, as the start of a subscription is not reported', async () => {
  start();
  follow();
  await until(() => catchUps === 1);
  expect(states).toEqual(['open']);
});

it('reports a lost connection, subscribes again and requests a new query', async () => {
  start();
  follow();
  await until(() => catchUps === 1);
  for (const socket of server.clients) socket.terminate();
  await until(() => catchUps === 3);
  expect(states).toEqual(['open', 'lost', 'open']);
  expect(subscriptions).toBe(2);
});

it('detects a dead connection that was not closed', async () => {
  behave = acknowledge;
  start({ silenceMs: 10, patienceMs: 10 });
  follow();
  await until(() => states.includes('lost'));
  behave = normal;
  await until(() => live.state === 'open');
});

it('keeps a connection on which changes arrive before the answer to a ping', async () => {
  let pings = 0;
  behave = (socket, message) => {
    acknowledge(socket, message);
    if (message.type !== 'ping') return;
    pings += 1;
    let changes = 0;
    const burst = setInterval(() => {
      if (++changes < 15) return void socket.send('{"type":"next","id":"1","payload":{"data":{}}}');
      socket.send('{"type":"pong"}');
      clearInterval(burst);
    }, 100);
  };
  start({ silenceMs: 10, patienceMs: 1_000 });
  follow();
  await until(() => pings === 2);
  expect(states).toEqual(['open']);
});

it('detects a connection that dies after a change', async () => {
  behave = (socket, message) => {
    acknowledge(socket, message);
    if (message.type === 'ping') socket.send('{"type":"next","id":"1","payload":{"data":{}}}');
  };
  start({ silenceMs: 10, patienceMs: 10 });
  follow();
  await until(() => states.includes('lost'));
  behave = normal;
  await until(() => live.state === 'open');
});

it('restarts a rejected subscription, and reports a lost connection in the meantime', async () => {
  let refusals = 2;
  behave = (socket, message) => {
    normal(socket, message);
    if (message.type === 'subscribe' && refusals-- > 0)
      socket.send(JSON.stringify({ type: 'error', id: message.id, payload: [{ message: 'Too many requests' }] }));
  };
  start();
  follow();
  await until(() => subscriptions === 3 && live.state === 'open');
  expect(states).toContain('lost');
});

it('restarts a subscription that the server ended', async () => {
  behave = (socket, message) => {
    normal(socket, message);
    if (message.type === 'subscribe' && subscriptions === 0)
      socket.send(JSON.stringify({ type: 'complete', id: message.id }));
  };
  start();
  follow();
  await until(() => subscriptions === 2 && live.state === 'open');
});

it.each([4500, 4400, 1011])('connects again after the server closed with %i', async (code) => {
  start();
  follow();
  await until(() => subscriptions === 1);
  for (const socket of server.clients) socket.close(code);
  await until(() => subscriptions === 2);
  await until(() => live.state === 'open');
});

it('reports a revoked key, and a rejection that may have another reason', async () => {
  const told: string[] = [];
  start({ ended: () => (told.push('ended'), live.dispose(), look()), doubted: () => (told.push('doubted'), look()) });
  follow();
  await until(() => live.state === 'open');
  for (const socket of server.clients) socket.close(4403);
  await until(() => states.at(-1) === 'open' && told.length === 1);
  for (const socket of server.clients) socket.close(4401);
  await until(() => told.length === 2);
  expect(told).toEqual(['doubted', 'ended']);
});

it('reports no lost connection when it is closed on purpose, nor at the next start', async () => {
  start();
  follow();
  await until(() => live.state === 'open');
  live.dispose();
  const [socket] = server.clients;
  if (socket) await once(socket, 'close');
  follow();
  await until(() => states.filter((each) => each === 'open').length === 2);
  expect(states).toEqual(['open', 'connecting', 'open']);
});
