/** `npm test`: the check (lint, types, layers, unused code) in parallel with the tests; arguments are passed to jest. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ensureInstalled, requireNode, root } from './ensure.mjs';

requireNode();
await ensureInstalled('test');

// In parallel they take little longer than the tests alone; the output of the check is delayed so that it does not mix with jest's.
const check = start('npm', ['run', '--silent', 'check'], 'pipe');
const jest = start(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    join('node_modules', 'jest', 'bin', 'jest.js'),
    ...process.argv.slice(2),
  ],
  'inherit',
);
const testsPassed = await jest.passed;
const checkPassed = await check.passed;
process.stdout.write(check.output());
console.log(
  checkPassed ? 'Check: format, lint, types, floors and unused code are clean.' : 'Check: failed, see the lines above.',
);
process.exitCode = testsPassed && checkPassed ? 0 : 1;

function start(command, args, output) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', output, output],
    shell: process.platform === 'win32' && command === 'npm',
  });
  const pieces = [];
  child.stdout?.on('data', (piece) => pieces.push(piece));
  child.stderr?.on('data', (piece) => pieces.push(piece));
  return { passed: once(child, 'close').then(([code]) => code === 0), output: () => Buffer.concat(pieces).toString() };
}
