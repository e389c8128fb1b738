import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../scripts/ensure.mjs';

/** Run something when they are loaded. */
const COMMANDS = ['main.js', 'cli.js', 'print-schema.js'];

let modules;

/**
 * The built product's modules and its packages as Node loads them, by what a test file imports: the address of a file in src, or the
 * name of a package. A worker loads them once, for all its test files.
 */
export function productModules() {
  return (modules ??= load());
}

async function load() {
  const files = await readdir(join(root, 'dist'), { recursive: true });
  const built = files.filter((file) => file.endsWith('.js') && !COMMANDS.includes(file));
  const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return new Map(
    await Promise.all([
      ...built.map(async (file) => [
        pathToFileURL(join(root, 'src', file.replace(/\.js$/, '.ts'))).href,
        await import(pathToFileURL(join(root, 'dist', file)).href),
      ]),
      ...Object.keys(dependencies).map(async (name) => [name, await import(name)]),
    ]),
  );
}
