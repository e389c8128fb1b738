import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { basedOn } from '../http/based-on.js';

/** Output folder of `npm run build` for the console. */
export const BUILT_CONSOLE = fileURLToPath(new URL('../../../console/dist/', import.meta.url));

const HEADERS = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; base-uri 'self'; object-src 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const NOT_BUILT = 'The console is not built: run `npm run build`, or set CONSOLE=false.';

// Paths of the server; unknown paths below them are not screens.
const SERVERS_OWN = /^\/(graphql|graphiql|health|metrics|webhooks|hooks|imports|exports|media|console|assets)(\/|$)/;
// Such as /favicon.ico or /.env; below the name of a screen, a dot may be part of an id or a name.
const FILE_AT_THE_TOP = /^\/[^/]*\./;

/** Serves the built console: its files, cached forever because their names contain a hash, and index.html for every screen. */
export async function serveConsole(
  fastify: FastifyInstance,
  { folder, publicPath }: { folder: string; publicPath: string },
): Promise<void> {
  if (!existsSync(`${folder}index.html`)) {
    fastify.get('/', (_request, reply) => reply.code(404).type('text/plain').send(NOT_BUILT));
    return;
  }
  const index = basedOn(await readFile(`${folder}index.html`, 'utf8'), publicPath);
  await fastify.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    preCompressed: true,
    cacheControl: false,
    globIgnore: ['index.html*'],
    setHeaders: (reply, path) => {
      for (const [name, value] of Object.entries(HEADERS)) void reply.header(name, value);
      void reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  const screen = (request: FastifyRequest, reply: FastifyReply) => {
    if (!isScreen(request)) return reply.callNotFound();
    return reply
      .headers({ ...HEADERS, 'cache-control': 'no-cache' })
      .type('text/html; charset=utf-8')
      .send(index);
  };
  fastify.get('/', screen);
  fastify.get('/*', screen);
}

function isScreen({ url, headers }: FastifyRequest): boolean {
  const path = url.split('?', 1)[0]!;
  if (SERVERS_OWN.test(path) || FILE_AT_THE_TOP.test(path)) return false;
  return path === '/' || (headers.accept ?? '').includes('text/html');
}
