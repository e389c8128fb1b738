/** Builds src into dist within a second, without type checks, which `npm run check` does. */
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';
import { root } from './ensure.mjs';

/** Written last: a start considers dist complete if this file exists. */
const LAST = 'main.ts';

/** Compiles src; resolves with a function that writes it to dist, which no server may be reading then. */
export async function compileServer() {
  const [src, dist] = [join(root, 'src'), join(root, 'dist')];
  const files = readdirSync(src, { recursive: true });
  const others = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && file !== LAST);
  const compiled = await Promise.all(
    [...others, LAST].map(async (file) => [file, await transformFile(join(src, file), { sourceMaps: true })]),
  );
  return () => {
    rmSync(dist, { recursive: true, force: true });
    for (const file of files.filter((each) => each.endsWith('.sql')))
      copyFileSync(join(src, file), placeOf(join(dist, file)));
    for (const [file, { code, map }] of compiled) {
      const to = placeOf(join(dist, file.replace(/\.ts$/, '.js')));
      writeFileSync(`${to}.map`, map);
      writeFileSync(to, `${code}\n//# sourceMappingURL=${file.replace(/^.*[\\/]/, '').replace(/\.ts$/, '.js')}.map\n`);
    }
  };
}

function placeOf(path) {
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) (await compileServer())();
