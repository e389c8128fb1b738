import { constants } from 'node:os';
import { ConfigError } from './platform/config/config.js';
import { EmbeddedPostgresError } from './platform/database/embedded/embedded-postgres-error.js';
import { DemoWorkspace } from './automations/demo/demo-workspace.service.js';
import { startServer, type Server } from './server.js';

/** A failure to start, in one plain sentence where the reader can mend it. */
function inPlainWords(error: unknown): string {
  if (error instanceof ConfigError || error instanceof EmbeddedPostgresError) return error.message;
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is taken: stop what listens there, or set PORT to another one.`;
  if (code === 'EACCES') return `This process may not listen on port ${port}: set PORT to one above 1023.`;
  if (code === 'ECONNREFUSED') return 'The database does not answer: start it, or correct DATABASE_URL.';
  return `Could not start: ${(error as Error).stack ?? String(error)}`;
}

let server: Server | undefined;
let closing = false;

/** The first signal drains and exits 0; a second one, or one before there is anything to drain, exits at once. */
async function close(signal: 'SIGINT' | 'SIGTERM'): Promise<void> {
  if (!server) process.exit(128 + constants.signals[signal]);
  if (closing) process.exit(1);
  closing = true;
  // A library's promise that nobody hears any more, of a Redis that is away, must not cut the drain short.
  process.on('unhandledRejection', (reason) => console.error(reason));
  await server.close().catch((error: unknown) => console.error(error));
  process.exit(0);
}

// Dates are UTC also where a library asks the system.
process.env.TZ = 'UTC';

// Before the start: whoever ends by a signal that is not handled leaves the embedded Postgres behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void close(signal));

try {
  server = await startServer(process.env);
  await server.app.get(DemoWorkspace).introduce(server.url);
  console.log(`ready on ${server.url}`);
} catch (error) {
  console.error(inPlainWords(error));
  process.exit(1);
}
