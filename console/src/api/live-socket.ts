import { createClient, MessageType, type Client, type ClientOptions } from 'graphql-ws';

/** `lost`: the connection was closed or cannot be established; it is retried indefinitely. */
export type Connection = 'connecting' | 'open' | 'lost';

export interface LiveSocketOptions {
  url: string;
  credential: () => string | null;
  /** The server closed the socket because the credential was revoked or expired. */
  ended: () => void;
  /** The server closed the socket with "forbidden": the credential is invalid or rate-limited. */
  doubted: () => void;
  webSocketImpl?: ClientOptions['webSocketImpl'];
  /** The time from one answered ping to the next, and how long the server may then be silent. */
  silenceMs?: number;
  patienceMs?: number;
  /** After this time from the connection, every subscription is assumed to be active. */
  settleMs?: number;
  /** The longest delay between two attempts. */
  longestWaitMs?: number;
}

const KEY_ENDED = 4401;
const FORBIDDEN = 4403;
const NORMAL = 1000;

/** A subscription with at least one follower. */
interface Followed {
  begin: () => void;
  tries: number;
  timer?: ReturnType<typeof setTimeout>;
}

/**
 * Subscriptions over one WebSocket that reconnects: after a lost or dead connection, and after a subscription that the server
 * ended, all of them start again. Changes in between are missed, so listeners to catch-ups query again.
 */
export class LiveSocket {
  state: Connection = 'connecting';
  private client: Client | null = null;
  private isOpen = false;
  /** Subscriptions that the server ended or rejected and that have not restarted. */
  private readonly broken = new Set<Followed>();
  private patience: ReturnType<typeof setTimeout> | undefined;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private readonly stateListeners = new Set<() => void>();
  private readonly catchUpListeners = new Set<() => void>();

  constructor(private readonly options: LiveSocketOptions) {}

  /** Follows a subscription until the returned function is called. */
  subscribe(
    payload: { query: string; variables: Record<string, unknown> },
    heard: (data: unknown) => void,
  ): () => void {
    let stop: () => void = () => undefined;
    let isOver = false;
    const begin = () => {
      const client = this.connected();
      const again = () => !isOver && this.client === client && this.broke(followed);
      stop = client.subscribe(payload, { next: ({ data }) => data && heard(data), error: again, complete: again });
    };
    const followed: Followed = { begin, tries: 0 };
    begin();
    return () => {
      isOver = true;
      clearTimeout(followed.timer);
      this.broken.delete(followed);
      stop();
    };
  }

  onState(listener: () => void): () => void {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  }

  /** Calls the listener when earlier query results may be outdated. */
  onCatchUp(listener: () => void): () => void {
    this.catchUpListeners.add(listener);
    return () => this.catchUpListeners.delete(listener);
  }

  /** Reconnects: the browser reported a lost network, or the server is silent. */
  suspect(): void {
    this.client?.terminate();
  }

  /** Closes the connection; the next subscription opens a new one. */
  dispose(): void {
    const { client } = this;
    this.client = null;
    this.isOpen = false;
    this.broken.clear();
    this.stopTimers();
    // dispose() waits for a connection in progress, and fails with it.
    void Promise.resolve(client?.dispose()).catch(() => undefined);
    this.set('connecting');
  }

  private connected(): Client {
    if (this.client) return this.client;
    const { url, credential, webSocketImpl, silenceMs = 10_000 } = this.options;
    const client: Client = createClient({
      url,
      ...(webSocketImpl ? { webSocketImpl } : {}),
      connectionParams: () => ({ authorization: `Bearer ${credential() ?? ''}` }),
      keepAlive: silenceMs,
      connectionAckWaitTimeout: this.patienceMs,
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
      retryWait: (tries) => new Promise((resolve) => setTimeout(resolve, this.waitOf(tries))),
      on: {
        connected: () => this.client === client && this.opened(),
        ping: (received) => !received && this.awaitAnswer(),
        message: ({ type }) => {
          if (type === MessageType.Pong) this.stopAwaiting();
          // In a burst the answer waits behind the changes, which prove that the server is there.
          else if (this.patience) this.awaitAnswer();
        },
        closed: (event) => this.client === client && this.closed((event as { code?: number }).code),
      },
    });
    this.client = client;
    return client;
  }

  private opened(): void {
    const isAgain = this.state === 'lost';
    this.isOpen = true;
    if (this.broken.size === 0) this.set('open');
    if (isAgain) this.catchUp();
    this.settle();
  }

  private closed(code: number | undefined): void {
    this.stopTimers();
    this.isOpen = false;
    // We closed it ourselves because there are no followers.
    if (code === NORMAL && this.broken.size === 0) return this.set('connecting');
    this.set('lost');
    if (code === KEY_ENDED) this.options.ended();
    else if (code === FORBIDDEN) this.options.doubted();
  }

  // The library reconnects after a lost connection, but not after a rejection, nor when the server ends a subscription.
  private broke(followed: Followed): void {
    this.broken.add(followed);
    this.set('lost');
    clearTimeout(followed.timer);
    followed.timer = setTimeout(() => {
      followed.begin();
      // A subscription counts as started if it is not rejected within this time.
      followed.timer = setTimeout(() => this.mended(followed), this.settleMs);
    }, this.waitOf(followed.tries++));
  }

  private mended(followed: Followed): void {
    followed.tries = 0;
    this.broken.delete(followed);
    if (!this.isOpen || this.broken.size > 0) return;
    this.set('open');
    this.catchUp();
  }

  // The protocol does not report when a subscription has started: changes between the first query and that moment are missed, so
  // everything is queried once more a little later.
  private settle(): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.catchUp(), this.settleMs);
  }

  private awaitAnswer(): void {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.suspect(), this.patienceMs);
  }

  private stopAwaiting(): void {
    clearTimeout(this.patience);
    this.patience = undefined;
  }

  private stopTimers(): void {
    this.stopAwaiting();
    clearTimeout(this.settling);
  }

  private catchUp(): void {
    for (const listener of this.catchUpListeners) listener();
  }

  private set(next: Connection): void {
    if (next === this.state) return;
    this.state = next;
    for (const listener of this.stateListeners) listener();
  }

  private get patienceMs(): number {
    return this.options.patienceMs ?? 5_000;
  }

  private get settleMs(): number {
    return this.options.settleMs ?? 1_000;
  }

  private waitOf(tries: number): number {
    return Math.min(250 * 2 ** tries, this.options.longestWaitMs ?? 5_000) * (0.5 + Math.random() / 2);
  }
}
