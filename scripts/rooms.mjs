/** Fails if a folder contains too many files; specs are not counted. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const MOST = 13;

const crowded = foldersOf('src')
  .map(counted)
  .filter(({ count }) => count > MOST);
for (const { folder, count } of crowded)
  console.error(`${folder} holds ${count} files, more than ${MOST}: move some to another folder`);
process.exitCode = crowded.length > 0 ? 1 : 0;

function foldersOf(folder) {
  const inside = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...inside.flatMap(({ name }) => foldersOf(join(folder, name)))];
}

function counted(folder) {
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.includes('.spec.'),
  );
  return { folder, count: folder.endsWith('library') ? 0 : files.length };
}
