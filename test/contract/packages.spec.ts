import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

type Packages = Record<string, string>;
const { dependencies, optionalDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
  dependencies: Packages;
  optionalDependencies: Packages;
};

/** Matches the package of an import, with its scope but without a path inside it. Type imports do not match. */
const IMPORTED = /(?:^(?:import|export) (?!type )(?:[^'";]*? from )?|\bimport\()'((?:@[\w.-]+\/)?[\w-][\w.-]*)[/']/gm;

async function importedIn(folder: string): Promise<string[]> {
  const files = await readdir(join(ROOT, folder), { recursive: true });
  const code = files.filter((file) => /(?<!\.spec|\.d)\.(ts|tsx|mjs)$/.test(file) && !/^(dist|types)\b/.test(file));
  const texts = await Promise.all(code.map((file) => readFile(join(ROOT, folder, file), 'utf8')));
  return [...new Set(texts.flatMap((text) => [...text.matchAll(IMPORTED)].map(([, name]) => name!)))].sort();
}

// `npm start` on a fresh clone installs no development packages, so an import of one of them fails only there.
it.each<[folder: string, example: string, declared: Packages]>([
  ['src', '@nestjs/core', dependencies],
  ['console', 'react', { ...dependencies, ...optionalDependencies }],
  ['graphiql', 'graphiql', { ...dependencies, ...optionalDependencies }],
])('%s needs no development package to build and run', async (folder, example, declared) => {
  const imported = await importedIn(folder);
  expect(imported).toContain(example);
  expect(imported.filter((name) => !(name in declared))).toEqual([]);
});
