import { constants } from 'node:os';
import { ConfigError } from './platform/config/config.js';
import { EmbeddedPostgresError } from './platform/embedded-postgres/embedded-postgres-error.js';
import { DemoWorkspace } from './automations/demo/demo-workspace.service.js';
import { startServer, type Server } from './server.js';

/** The reason of a failed start, in one sentence if the reader can fix it. */
function inPlainWords(error: unknown): string {
  if (error instanceof ConfigError || error instanceof EmbeddedPostgresError) return error.message;
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use: stop the process that uses it, or set PORT to another one.`;
  if (code === 'EACCES') return `This process may not listen on port ${port}: set PORT to one above 1023.`;
  if (code === 'ECONNREFUSED') return 'The database does not answer: start it, or correct DATABASE_URL.';
  return `Could not start: ${(error as Error).stack ?? String(error)}`;
}

let server: Server | undefined;
let closing = false;

/** The first signal drains and exits 0; a second signal, or one before the start is complete, exits immediately. */
async function close(signal: 'SIGINT' | 'SIGTERM'): Promise<void> {
  if (!server) process.exit(128 + constants.signals[signal]);
  if (closing) process.exit(1);
  closing = true;
  // A rejected promise of a library, such as one of an unavailable Redis, must not interrupt the drain.
  process.on('unhandledRejection', (reason) => console.error(reason));
  await server.close().catch((error: unknown) => console.error(error));
  process.exit(0);
}

// Dates are UTC even where a library uses the system's time zone.
process.env.TZ = 'UTC';

// Before the start: a process that ends by an unhandled signal leaves the embedded Postgres running.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void close(signal));

try {
  server = await startServer(process.env);
  await server.app.get(DemoWorkspace).introduce(server.url);
  console.log(`ready on ${server.url}`);
} catch (error) {
  console.error(inPlainWords(error));
  process.exit(1);
}
