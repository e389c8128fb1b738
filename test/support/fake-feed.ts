import { setInterval } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import type { ProxyOptions } from './proxy.js';

/** The successive statuses of an execution, one change each. */
const CHANGES = ['QUEUED', 'RUNNING', 'RUNNING', 'SUCCEEDED'];
const BATCH_MS = 20;

const executionId = (index: number) => `01990000-0000-7000-8000-${String(index).padStart(12, '0')}`;
const eventId = (index: number) => `01990000-0000-7000-8001-${String(index).padStart(12, '0')}`;

const eventAt = (index: number) => ({
  id: eventId(index),
  type: 'contact.created',
  occurredAt: new Date().toISOString(),
  actor: { type: 'API_KEY', id: 'k', name: 'Import' },
  decisions: [{ outcome: 'STARTED' }],
});

const executionAt = (index: number, seq: number) => ({
  id: executionId(index),
  seq,
  status: CHANGES[seq - 1],
  automation: { id: `a${index % 7}`, name: `Automation ${index % 7}` },
  automationVersion: 1,
  cancelRequested: false,
  queuedAt: new Date().toISOString(),
  startedAt: null,
  completedAt: null,
  wakeAt: null,
  durationMs: seq * 3,
  error: null,
});

interface Subscription {
  of: 'executionUpdated' | 'eventDecided';
  tell: (value: object) => void;
}

/** Replaces the server's feed behind a proxy: it sends as fast as a test says, and uses no processor time of the browser. */
export class FakeFeed {
  private readonly server = new WebSocketServer({ noServer: true, handleProtocols: () => 'graphql-transport-ws' });
  private readonly subscriptions: Subscription[] = [];
  private look: () => void = () => undefined;

  readonly upgrade: ProxyOptions['upgrade'] = (request, socket, head) =>
    this.server.handleUpgrade(request, socket, head, (upgraded: WebSocket) => {
      upgraded.on('message', (data) => this.hear(upgraded, JSON.parse(String(data)) as Message));
    });

  /** Resolves once pages have this many subscriptions. */
  async followed(count: number): Promise<void> {
    while (this.subscriptions.length < count) await new Promise<void>((resolve) => (this.look = resolve));
  }

  /** Sends an event and every change of an execution, this many times, evenly over the period; resolves with the last execution's id. */
  async burst({ from, count, forMs }: { from: number; count: number; forMs: number }): Promise<string> {
    const changes = Array.from({ length: count }, (_, index) => from + index).flatMap((index) => [
      () => this.tell('eventDecided', eventAt(index)),
      ...CHANGES.map((_status, at) => () => this.tell('executionUpdated', executionAt(index, at + 1))),
    ]);
    const began = performance.now();
    let told = 0;
    for await (const _ of setInterval(BATCH_MS)) {
      const due = Math.ceil((changes.length * (performance.now() - began)) / forMs);
      for (const tell of changes.slice(told, due)) tell();
      told = due;
      if (told >= changes.length) break;
    }
    return executionId(from + count - 1);
  }

  private tell(of: Subscription['of'], value: object): void {
    for (const subscription of this.subscriptions) if (subscription.of === of) subscription.tell(value);
  }

  private hear(socket: WebSocket, { type, id, payload }: Message): void {
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (type === 'ping') socket.send('{"type":"pong"}');
    const of = (['executionUpdated', 'eventDecided'] as const).find((field) => payload?.query?.includes(field));
    if (type !== 'subscribe' || !of) return;
    const tell = (value: object) =>
      socket.send(JSON.stringify({ id, type: 'next', payload: { data: { [of]: value } } }));
    this.subscriptions.push({ of, tell });
    this.look();
  }
}

interface Message {
  type: string;
  id: string;
  payload?: { query?: string };
}
