import { readdir } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file in a library folder and its only export. */
export interface Found {
  file: string;
  exported: unknown;
  /** The name of the export. */
  name?: string;
}

/** An invalid library folder; the message names the file and the fix. */
export class ShelfError extends Error {}

/** Imports every `*.role` file of a library folder in alphabetical order. Each must export exactly one thing. */
export async function findOnShelf(folder: URL, role: string): Promise<Found[]> {
  const files = (await readdir(fileURLToPath(folder))).filter((file) => isOfRole(file, role)).sort();
  const found: Found[] = [];
  // Sequentially: Node's module linker under jest fails on modules that two imports link at the same time.
  for (const file of files) found.push(await importOne(folder, file));
  return found;
}

/** Maps things by type. Rejects two things of one type and names both files. */
export function byType<Thing extends { type: string }>(found: { file: string; thing: Thing }[]): Map<string, Thing> {
  const map = new Map<string, { file: string; thing: Thing }>();
  for (const { file, thing } of found) {
    const twin = map.get(thing.type);
    if (twin) throw new ShelfError(`${file} and ${twin.file} both define "${thing.type}": rename one`);
    map.set(thing.type, { file, thing });
  }
  return new Map([...map].map(([type, { thing }]) => [type, thing]));
}

/** Rejects a file or export that is not named after its type: `task.overdue` requires taskOverdueTrigger in task-overdue.trigger. */
export function assertNames({ file, name }: Found, type: string, role: string): void {
  const words = type.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const [expectedFile, expectedName] = [`${words.join('-')}.${role}`, asIdentifier([...words, role])];
  if (basename(file, extname(file)) !== expectedFile)
    throw new ShelfError(`${file} defines "${type}": rename the file to ${expectedFile}.ts`);
  if (name !== undefined && name !== expectedName)
    throw new ShelfError(`${file} exports ${name}: rename it to ${expectedName}`);
}

const asIdentifier = ([first, ...rest]: string[]) =>
  [first, ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');

function isOfRole(file: string, role: string): boolean {
  const extension = extname(file);
  return (extension === '.ts' || extension === '.js') && basename(file, extension).endsWith(`.${role}`);
}

async function importOne(folder: URL, file: string): Promise<Found> {
  const exports = Object.entries((await import(new URL(file, folder).href)) as Record<string, unknown>);
  if (exports.length !== 1)
    throw new ShelfError(`${file} exports ${exports.length} things: a file on a shelf exports exactly one`);
  const [[name, exported]] = exports as [[string, unknown]];
  return { file, exported, name };
}
