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

/** The first signal drains and exits 0; a second one exits at once. */
function closeOnSignal(server: Server): void {
  let closing = false;
  const close = async () => {
    if (closing) process.exit(1);
    closing = true;
    // A library's promise that nobody hears any more, of a Redis that is away, must not cut the drain short.
    process.on('unhandledRejection', (reason) => console.error(reason));
    await server.close().catch((error: unknown) => console.error(error));
    process.exit(0);
  };
  process.on('SIGINT', () => void close());
  process.on('SIGTERM', () => void close());
}

// Dates are UTC also where a library asks the system.
process.env.TZ = 'UTC';

try {
  const server = await startServer(process.env);
  closeOnSignal(server);
  await server.app.get(DemoWorkspace).introduce(server.url);
  console.log(`ready on ${server.url}`);
} catch (error) {
  console.error(inPlainWords(error));
  process.exit(1);
}
