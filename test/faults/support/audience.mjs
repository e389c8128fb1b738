import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const DOCUMENT = 'subscription { executionUpdated { id seq } }';

/** Subscribers of one API process, one in each workspace; records every change they receive. */
export class Audience {
  /** The received numbers of each execution, in order of arrival. */
  heard = new Map();

  static async of({ url, name }, world) {
    const audience = new Audience();
    audience.name = name;
    audience.sockets = world.map(({ key }) =>
      createClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        lazy: false,
        connectionParams: { authorization: `Bearer ${key}` },
      }),
    );
    for (const socket of audience.sockets) void audience.listen(socket);
    return audience;
  }

  async listen(socket) {
    try {
      for await (const { data } of socket.iterate({ query: DOCUMENT })) this.hear(data.executionUpdated);
    } catch (error) {
      this.failure = error;
    }
  }

  hear({ id, seq }) {
    this.heard.set(id, [...(this.heard.get(id) ?? []), seq]);
  }

  leave() {
    for (const socket of this.sockets) void socket.dispose();
  }

  /** The changes that were received out of order or twice. */
  get disorder() {
    return [...this.heard]
      .filter(([, told]) => told.some((seq, index) => index > 0 && seq <= told[index - 1]))
      .map(([id, told]) => ({ id, told }));
  }

  /** The executions with missing changes, up to the given number for each. */
  gaps(lastOf) {
    return [...lastOf]
      .filter(([id, last]) => (this.heard.get(id) ?? []).length < last)
      .map(([id, last]) => ({ id, last, told: this.heard.get(id) ?? [] }));
  }
}
