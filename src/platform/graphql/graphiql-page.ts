import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Config } from '../config/config.js';
import { basedOn } from '../http/based-on.js';

/** Output folder of `npm run build:graphiql`; the same path from src/ and from dist/. */
const BUILT = fileURLToPath(new URL('../../../graphiql/dist/', import.meta.url));

// The editor writes style elements; everything else, including workers and the socket, is served from here.
const HEADERS = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const NOT_BUILT = 'GraphiQL is not built: run npm run build:graphiql and load this page again.';

/** GraphiQL on /graphiql, from npm packages; it loads nothing from other hosts. */
@Injectable()
export class GraphiqlPage implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly host: HttpAdapterHost,
  ) {}

  async onModuleInit(): Promise<void> {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.get('/graphiql', (_, reply) => this.show(reply));
    await fastify.register(fastifyStatic, {
      root: `${BUILT}graphiql/assets`,
      prefix: '/graphiql/assets/',
      decorateReply: false,
      index: false,
      // File names contain a content hash.
      immutable: true,
      maxAge: '1y',
      setHeaders: (reply) => void reply.headers(HEADERS),
    });
  }

  private async show(reply: FastifyReply): Promise<FastifyReply> {
    const page = await readFile(`${BUILT}index.html`, 'utf8').catch(() => undefined);
    if (page === undefined) return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
    return reply
      .headers({ ...HEADERS, 'cache-control': 'no-cache' })
      .type('text/html; charset=utf-8')
      .send(basedOn(page, this.config.env.PUBLIC_PATH));
  }
}
