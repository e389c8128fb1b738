import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** Stands between the product and a server: forwards data, or simulates network faults. */
export class TcpProxy {
  mode = 'pass';
  pairs = new Set();
  /** The number of swallowed replies to a COMMIT. */
  swallowed = 0;

  static async start(targetPort) {
    const proxy = new TcpProxy();
    proxy.server = createServer((client) => proxy.accept(client, targetPort)).listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    proxy.port = proxy.server.address().port;
    return proxy;
  }

  /** Drops everything on old and new connections, without closing them. */
  blackHole() {
    this.mode = 'black-hole';
  }

  /** Forwards again. What was dropped stays lost, so the old connections are closed. */
  pass() {
    if (this.mode === 'black-hole') this.reset();
    this.mode = 'pass';
  }

  /** Resets every connection. */
  reset() {
    for (const { client, server } of this.pairs) {
      client.resetAndDestroy();
      server.destroy();
    }
  }

  /** The next COMMIT takes effect, but its answer never arrives: the connection is reset instead. */
  swallowNextCommit() {
    this.mode = 'swallow';
    this.then = (client) => client.resetAndDestroy();
  }

  /** The next COMMIT takes effect, and its answer is held back; resolves then, with the port of the waiting client. */
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
    // After this time the server has committed, or refused to.
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
