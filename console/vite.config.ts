import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const SERVER = process.env.CRM_SERVER ?? 'http://127.0.0.1:3000';
const COMPRESSED = /\.(js|css|html|svg)$/;

/**
 * Each file beside its compressed forms, so that the server compresses nothing at run time. Made from the files as they
 * were written: Vite's own plugins change them until then.
 */
const precompressed = (): Plugin => ({
  name: 'precompressed',
  apply: 'build',
  async writeBundle({ dir }, bundle) {
    const names = Object.keys(bundle).filter((name) => COMPRESSED.test(name));
    await Promise.all(names.map((name) => compress(join(dir!, name))));
  },
});

async function compress(path: string): Promise<void> {
  const text = await readFile(path);
  await writeFile(`${path}.gz`, await promisify(gzip)(text));
  await writeFile(`${path}.br`, await promisify(brotliCompress)(text));
}

// Under jest it is "test", and React would come in its slow form for developers.
if (process.argv.includes('build')) process.env.NODE_ENV = 'production';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  // Its warnings are about directives of React's server side, which there is none of here.
  logLevel: 'error',
  plugins: [precompressed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { port: 5173, proxy: { '/graphql': { target: SERVER, ws: true }, '/console': { target: SERVER } } },
});
