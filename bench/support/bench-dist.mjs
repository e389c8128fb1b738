import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const action = fileURLToPath(new URL('../insert-effect.action.js', import.meta.url));

/** A copy of the build with the bench's action on its shelf, so that the product needs no hook for the bench. */
export function copyDist(dist, root, name = 'dist') {
  const copy = join(root, 'node_modules', '.cache', `bench-${name}-${process.pid}`);
  mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true });
  process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
  cpSync(dist, copy, { recursive: true, filter: (path) => !path.endsWith('.d.ts') });
  cpSync(action, join(copy, 'actions', 'library', 'insert-effect.action.js'));
  return copy;
}
