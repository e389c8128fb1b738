/** `npm run check`: runs all checks that are not tests, one per core at a time. */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { root } from './ensure.mjs';

// The slowest first; the others run beside it.
const waiting = ['lint', 'format:check', 'types:console', 'types', 'unused', 'floors'];

await Promise.all(Array.from({ length: availableParallelism() }, work));

async function work() {
  for (let check = waiting.shift(); check; check = waiting.shift()) await run(check);
}

/** Prints the output of a check when it has ended, so that the outputs do not mix. */
function run(check) {
  const startedAt = performance.now();
  const windows = process.platform === 'win32';
  return new Promise((resolve) => {
    execFile(
      'npm',
      ['run', '--silent', check],
      { cwd: root, shell: windows, maxBuffer: Infinity },
      (error, out, err) => {
        const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
        console.log(`${out}${err}${check}: ${error ? 'FAILED' : 'passed'} after ${seconds} s`);
        if (error) process.exitCode = 1;
        resolve();
      },
    );
  });
}
