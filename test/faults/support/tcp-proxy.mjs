import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** Between the product and a server: passes, or does what networks do. */
export class TcpProxy {
  mode = 'pass';
  pairs = new Set();
  /** How many replies of a COMMIT were swallowed. */
  swallowed = 0;

  static async start(targetPort) {
    const proxy = new TcpProxy();
    proxy.server = createServer((client) => proxy.accept(client, targetPort)).listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    proxy.port = proxy.server.address().port;
    return proxy;
  }

  /** Nothing goes through any more, on old connections and on new ones, and nobody is told. */
  blackHole() {
    this.mode = 'black-hole';
  }

  /** Goes on as before. What the black hole took stays lost: its connections are cut. */
  pass() {
    if (this.mode === 'black-hole') this.reset();
    this.mode = 'pass';
  }

  /** Cuts every connection hard. */
  reset() {
    for (const { client, server } of this.pairs) {
      client.resetAndDestroy();
      server.destroy();
    }
  }

  /** The next COMMIT takes effect, and its answer never comes: the connection is cut instead. */
  swallowNextCommit() {
    this.mode = 'swallow';
    this.then = (client) => client.resetAndDestroy();
  }

  /** The next COMMIT takes effect, and its answer is kept back; resolves then, with the port of the client that waits for it. */
  holdNextCommit() {
    this.mode = 'swallow';
    return new Promise((resolve) => (this.then = (client) => resolve(client.remotePort)));
  }

  accept(client, targetPort) {
    const server = connect(targetPort, '127.0.0.1');
    const pair = { client, server, swallowing: false };
    this.pairs.add(pair);
    const end = () => {
      this.pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
    }
    client.on('data', (data) => this.up(pair, data));
    server.on('data', (data) => this.down(pair, data));
  }

  up(pair, data) {
    if (this.mode === 'black-hole') return;
    if (this.mode === 'swallow' && data.includes('COMMIT\0')) {
      this.mode = 'pass';
      Object.assign(pair, { swallowing: true, then: this.then });
    }
    pair.server.write(data);
  }

  down(pair, data) {
    if (this.mode === 'black-hole') return;
    if (!pair.swallowing) return void pair.client.write(data);
    if (pair.answered) return;
    // By the end of this the server has committed, or refused to.
    pair.answered = setTimeout(() => {
      this.swallowed += 1;
      pair.then(pair.client);
    }, 100);
  }

  async stop() {
    this.server.close();
    this.reset();
  }
}
