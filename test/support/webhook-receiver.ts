import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it was received. */
export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** Names and values in turn, as they were sent, including duplicates. */
  rawHeaders: string[];
  body: string;
}

/** How the receiver handles one request. */
export type Reply = (response: ServerResponse, request: ReceivedRequest) => void;

/** An external server on loopback, scripted by each test: replies are used in order, then it answers with the default, 200. */
export class WebhookReceiver {
  readonly requests: ReceivedRequest[] = [];
  /** The number of sockets that have connected to it. */
  connections = 0;
  private readonly script: Reply[] = [];
  private readonly watchers = new Set<() => void>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly fallback: Reply,
  ) {
    server.on('connection', () => (this.connections += 1));
    server.on('request', (request, response) => void this.serve(request, response));
  }

  static async start(fallback: Reply = status(200)): Promise<WebhookReceiver> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new WebhookReceiver(server, (server.address() as AddressInfo).port, fallback);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Scripts the next requests, one reply each. */
  reply(...replies: Reply[]): void {
    this.script.push(...replies);
  }

  /** Resolves when this many requests have arrived. */
  async received(count: number): Promise<ReceivedRequest[]> {
    while (this.requests.length < count) await new Promise<void>((resolve) => this.watchers.add(resolve));
    return this.requests;
  }

  /** Closes every connection and stops listening. */
  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers, rawHeaders } = incoming;
    const request = { method, path: url, headers, rawHeaders, body: Buffer.concat(chunks).toString() };
    this.requests.push(request);
    (this.script.shift() ?? this.fallback)(response, request);
    for (const watcher of this.watchers) watcher();
    this.watchers.clear();
  }
}

/** Answers with a status, and optional headers and body. */
export const status =
  (code: number, headers: Record<string, string> = {}, body: string | Buffer = ''): Reply =>
  (response) =>
    void response.writeHead(code, headers).end(body);

/** Accepts the request and never answers. */
export const silence: Reply = () => undefined;

/** Resets the connection instead of answering. */
export const reset: Reply = (response) => void response.socket?.destroy();

/** Answers 200 and then one byte every few milliseconds, forever. */
export const drip: Reply = (response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write('.'), 5);
  response.on('close', () => clearInterval(timer));
};

/** Answers 200 with an endless body, as fast as it is read. */
export const flood: Reply = (response) => {
  const pour = () => {
    while (!response.destroyed && response.write('x'.repeat(16 * 1024)));
  };
  response.writeHead(200).on('drain', pour);
  pour();
};
