import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** How a proxy serves a server. */
export interface ProxyOptions {
  /** The path prefix, such as /crm; the root by default. */
  prefix?: string;
  /** Whether the proxy removes that path. */
  strips?: boolean;
  /** Handles WebSockets instead of the server. */
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** A reverse proxy whose connections a test can cut. */
export class Proxy {
  private isCut = false;
  private readonly open = new Set<Duplex>();

  private constructor(
    private readonly target: URL,
    private readonly server: Server,
    private readonly options: ProxyOptions,
  ) {
    server.on('request', (incoming, reply) => {
      if (this.isCut) return void incoming.socket.destroy();
      const path = this.pathOf(incoming);
      if (path === undefined) return void reply.writeHead(404).end();
      const { method, headers } = incoming;
      const passed = request({ host: target.hostname, port: target.port, method, headers, path }, (answer) => {
        reply.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(reply);
      });
      passed.on('error', () => reply.destroy());
      reply.on('close', () => passed.destroy());
      incoming.pipe(passed);
    });
    server.on('upgrade', (incoming, socket, head) => this.upgrade(incoming, socket, head));
    server.on('connection', (socket: Socket) => this.keep(socket));
  }

  static async start(target: string, options: ProxyOptions = {}): Promise<Proxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Proxy(new URL(target), server, options);
  }

  /** The server's address at the proxy, without a trailing slash. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${this.options.prefix ?? ''}`;
  }

  /** Closes every connection and accepts no other until `mend`. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.open) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = this.pathOf(incoming);
    if (this.isCut || path === undefined) return void socket.destroy();
    if (this.options.upgrade) return this.options.upgrade(incoming, socket, head);
    const passed = connect(Number(this.target.port), this.target.hostname, () => {
      const headers = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${String(value)}`);
      passed.write(`GET ${path} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
      passed.write(head);
      passed.pipe(socket).pipe(passed);
    });
    this.keep(passed);
    passed.on('close', () => socket.destroy());
    socket.on('close', () => passed.destroy());
  }

  private keep(socket: Duplex): void {
    this.open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.open.delete(socket));
  }

  /** The path for the server; undefined if it is not below the prefix. */
  private pathOf({ url = '/' }: IncomingMessage): string | undefined {
    const { prefix = '', strips = false } = this.options;
    if (!url.startsWith(`${prefix}/`)) return undefined;
    return strips ? url.slice(prefix.length) : url;
  }
}
