import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import { Metrics } from './metrics.js';

/** Counts the connected clients. */
@Injectable()
export class OpenConnections implements OnModuleInit {
  private webSockets = 0;

  constructor(
    private readonly metrics: Metrics,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (_, socket: Duplex) => {
      this.webSockets += 1;
      socket.once('close', () => (this.webSockets -= 1));
    });
    const help = 'Open connections: all, and the WebSockets among them';
    this.metrics.gauge({ name: 'crm_open_sockets', help, labels: ['protocol'] }, async () => [
      { labels: { protocol: 'http' }, value: await promisify(server.getConnections.bind(server))() },
      { labels: { protocol: 'websocket' }, value: this.webSockets },
    ]);
  }
}
