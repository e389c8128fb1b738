/** `npm run bench`: our rows and the yardsticks in one run, in turn. README.md describes the rows. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled, requireNode, root } from '../scripts/ensure.mjs';

const { values: given } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    short: { type: 'boolean' },
    long: { type: 'boolean' },
    statements: { type: 'boolean' },
    profile: { type: 'boolean' },
    env: { type: 'string', multiple: true },
    folder: { type: 'string' },
    list: { type: 'boolean' },
  },
});

requireNode();
await ensureInstalled('test');
// Another build can be measured, to compare two.
const dist = process.env.BENCH_DIST ?? `${root}/dist`;
if (!process.env.BENCH_DIST) await ensureBuilt();
// One row compares another build with this one.
const before = process.env.BENCH_BEFORE;
const here = fileURLToPath(new URL('.', import.meta.url));
if (!existsSync(`${here}/node_modules/@dbos-inc`))
  spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' });

// These imports are only certain to be installed now.
const { playAll } = await import('./support/play.mjs');
process.exit((await playAll({ ...given, dist, before, root, here })) ? 0 : 1);
