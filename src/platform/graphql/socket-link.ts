import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import { CloseCode, type Server } from 'graphql-ws';
import type { Extra } from 'graphql-ws/use/ws';
import type { WebSocket } from 'ws';
import { LIMITS } from '../../kernel/limits.js';

const log = new Logger('GraphQLSocket');

/**
 * Runs the protocol over a socket until it closes. The library's own link waits until each message is sent before it asks
 * for the next, so a slow reader's backlog grows unseen. This link sends at once and closes the socket of a slow reader.
 */
export function link(protocol: Server<Extra>, socket: WebSocket, request: IncomingMessage): void {
  const fail = (err: unknown) => {
    log.error({ msg: 'A socket failed', err });
    socket.close(CloseCode.InternalServerError, 'Internal error');
  };
  // ws already closed the connection with a code that names the violation: not worth alerting.
  socket.on('error', (err) => log.debug({ msg: 'A socket broke the protocol', err }));
  socket.on('ping', () => cutIfBehind(socket));
  const stopLooking = lookForLife(socket);
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (message) => send(socket, message),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) => socket.on('message', (data) => void take(String(data)).catch(fail)),
    },
    { socket, request },
  );
  socket.once('close', (code, reason) => {
    stopLooking();
    closed(code, String(reason)).catch((err: unknown) =>
      log.error({ msg: 'A closed socket could not be cleaned up', err }),
    );
  });
}

function send(socket: WebSocket, message: string): void {
  if (socket.readyState === socket.OPEN) socket.send(message);
  cutIfBehind(socket);
}

// Closes the socket of a slow reader instead of buffering without limit.
function cutIfBehind(socket: WebSocket): void {
  if (socket.bufferedAmount > LIMITS.maxSocketBacklogBytes) socket.terminate();
}

/** Closes a socket that does not answer a ping before the next one is due. */
function lookForLife(socket: WebSocket): () => void {
  let lives = true;
  socket.on('pong', () => (lives = true));
  const timer = setInterval(() => {
    if (!lives) return socket.terminate();
    lives = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, LIMITS.socketPingMs);
  return () => clearInterval(timer);
}
