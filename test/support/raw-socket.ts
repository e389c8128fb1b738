import { once } from 'node:events';
import WebSocket from 'ws';
import type { TestServer } from './test-server.js';

/** A socket to /graphql before any message. */
export async function dial(
  server: TestServer,
  { path = '/graphql', headers = {} }: { path?: string; headers?: Record<string, string> } = {},
): Promise<WebSocket> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', { headers });
  await once(socket, 'open');
  return socket;
}

/** A socket with an acknowledged credential. */
export async function openSocket(server: TestServer, credential: string): Promise<WebSocket> {
  const socket = await dial(server);
  const answer = await until(socket, { type: 'connection_init', payload: { authorization: `Bearer ${credential}` } });
  if (answer.type !== 'connection_ack') throw new Error(`Expected an acknowledgement, heard ${JSON.stringify(answer)}`);
  return socket;
}

/** Sends a message and resolves with the next one received; rejects if the socket closes. */
export async function until(
  socket: WebSocket,
  message: object,
): Promise<{ type: string; id?: string; payload?: unknown }> {
  const heard = new Promise<string>((resolve, reject) => {
    socket.once('message', (data) => resolve(String(data)));
    socket.once('close', (code) => reject(new Error(`Closed with ${code}`)));
  });
  socket.send(JSON.stringify(message));
  return JSON.parse(await heard);
}
