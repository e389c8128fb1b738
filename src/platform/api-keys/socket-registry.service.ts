import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Poll } from '../pulse/poll.js';
import { ENDED } from './api-keys.statements.js';
import type { Principal } from '../requester/requester.js';

const EVERY_MS = 2_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The methods needed to close a socket. */
export interface ClosableSocket {
  close(code: number, reason: string): void;
}

/** Close codes of graphql-transport-ws: after the first a client reconnects with a new token, after the second it does not. */
const TOKEN_EXPIRED = 4403;
const KEY_ENDED = 4401;

/** The open sockets of this process; each closes when its credential ends, even if another process revoked it. */
@Injectable()
export class SocketRegistry implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly ofKeys = new Map<string, Set<ClosableSocket>>();
  private readonly poll = new Poll('The look for ended keys', EVERY_MS, () => this.sweep());

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.poll.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.poll.stop();
  }

  /** Registers a socket. Returns a function to call when the socket has closed. */
  add({ actor, expiresAt }: Principal, socket: ClosableSocket): () => void {
    if (actor.type === 'user') return closeAt(expiresAt!, socket);
    const sockets = this.ofKeys.get(actor.id) ?? new Set();
    this.ofKeys.set(actor.id, sockets.add(socket));
    return () => {
      sockets.delete(socket);
      if (sockets.size === 0 && this.ofKeys.get(actor.id) === sockets) this.ofKeys.delete(actor.id);
    };
  }

  /** Closes the sockets of a key in this process. */
  closeOf(keyId: string): void {
    for (const socket of this.ofKeys.get(keyId) ?? []) socket.close(KEY_ENDED, 'The key has ended');
  }

  /** Closes the sockets of keys that were revoked, expired or deleted. */
  async sweep(): Promise<void> {
    if (this.ofKeys.size === 0) return;
    const ended = await this.database.query<{ id: string }>(ENDED, [[...this.ofKeys.keys()]]);
    for (const { id } of ended) this.closeOf(id);
  }
}

function closeAt(instant: Date, socket: ClosableSocket): () => void {
  const inMs = Math.min(Math.max(instant.getTime() - Date.now(), 0), LONGEST_TIMER_MS);
  const timer = setTimeout(() => socket.close(TOKEN_EXPIRED, 'The token has expired'), inMs).unref();
  return () => clearTimeout(timer);
}
