import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { answer } from '../support/helper.mjs';

const DOCUMENT = 'subscription { executionUpdated { id seq status } }';

let sockets = [];
/** The number of ended executions that each socket has received, and the time of the last one. */
let [told, ended, lastAt] = [0, 0, 0];

async function open(url, key) {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: false,
    connectionParams: { authorization: `Bearer ${key}` },
  });
  await new Promise((resolve, reject) => {
    client.on('connected', resolve);
    client.on('error', reject);
  });
  client.subscribe(
    { query: DOCUMENT },
    { next: hear, error: (error) => console.error(error), complete: () => undefined },
  );
  return client;
}

function hear({ data }) {
  told += 1;
  if (data.executionUpdated.status === 'SUCCEEDED') ended += 1;
  lastAt = performance.now();
}

answer({
  open: async ({ url, key, count }) => {
    for (let opened = 0; opened < count; opened += 50)
      sockets.push(...(await Promise.all(Array.from({ length: Math.min(50, count - opened) }, () => open(url, key)))));
  },
  /** Resets the counts; resolves when every socket has received this many ends, or nothing has arrived for 10 s. */
  listen: async ({ ends }) => {
    [told, ended, lastAt] = [0, 0, performance.now()];
    while (ended < ends * sockets.length && performance.now() - lastAt < 10_000)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return { told, ended };
  },
  stop: () => {
    for (const socket of sockets) void socket.dispose();
  },
});
