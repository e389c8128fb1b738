import { readdir } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file found on a shelf and the one thing it exports. */
export interface Found {
  file: string;
  exported: unknown;
}

/** A shelf that cannot be used; the message names the file and the mend. */
export class ShelfError extends Error {}

/** Imports every `*.role` file of a library folder, in the order of their names. Each must export exactly one thing. */
export async function findOnShelf(folder: URL, role: string): Promise<Found[]> {
  const files = (await readdir(fileURLToPath(folder))).filter((file) => isOfRole(file, role)).sort();
  const found: Found[] = [];
  // One after another: Node's module linker, as jest drives it, fails on modules that two imports link at once.
  for (const file of files) found.push(await importOne(folder, file));
  return found;
}

/** Maps things by their type. Refuses two of one type, naming both files. */
export function byType<Thing extends { type: string }>(found: { file: string; thing: Thing }[]): Map<string, Thing> {
  const map = new Map<string, { file: string; thing: Thing }>();
  for (const { file, thing } of found) {
    const twin = map.get(thing.type);
    if (twin) throw new ShelfError(`${file} and ${twin.file} both define "${thing.type}": rename one`);
    map.set(thing.type, { file, thing });
  }
  return new Map([...map].map(([type, { thing }]) => [type, thing]));
}

function isOfRole(file: string, role: string): boolean {
  const extension = extname(file);
  return (extension === '.ts' || extension === '.js') && basename(file, extension).endsWith(`.${role}`);
}

async function importOne(folder: URL, file: string): Promise<Found> {
  const exports = Object.values((await import(new URL(file, folder).href)) as Record<string, unknown>);
  if (exports.length !== 1) throw new ShelfError(`${file} exports ${exports.length} things: a file on a shelf exports exactly one`);
  return { file, exported: exports[0] };
}
