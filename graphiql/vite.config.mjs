import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// Under jest it is "test", and React would come in its slow form for developers.
process.env.NODE_ENV = 'production';

/** Bundles GraphiQL with all it needs, for the route in src/platform/graphql/graphiql-page.ts. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  logLevel: 'error',
  base: './',
  // Its editor and workers are large, and only those who develop load them.
  build: {
    outDir: 'dist',
    assetsDir: 'graphiql/assets',
    emptyOutDir: true,
    chunkSizeWarningLimit: 10_000,
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
});
