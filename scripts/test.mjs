/** What `npm test` runs: lint, types and floors beside the tests; arguments go to jest. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ensureInstalled, requireNode, root } from './ensure.mjs';

requireNode();
ensureInstalled({ withDev: true });

// Side by side they take little longer than the tests alone; the check's lines wait, so as not to mix with jest's.
const check = start('npm', ['run', '--silent', 'check'], 'pipe');
const jest = start(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', join('node_modules', 'jest', 'bin', 'jest.js'), ...process.argv.slice(2)],
  'inherit',
);
const testsPassed = await jest.passed;
const checkPassed = await check.passed;
process.stdout.write(check.output());
console.log(checkPassed ? 'Check: lint, types and floors are clean.' : 'Check: failed, see the lines above.');
process.exitCode = testsPassed && checkPassed ? 0 : 1;

function start(command, args, output) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', output, output], shell: process.platform === 'win32' && command === 'npm' });
  const pieces = [];
  child.stdout?.on('data', (piece) => pieces.push(piece));
  child.stderr?.on('data', (piece) => pieces.push(piece));
  return { passed: once(child, 'close').then(([code]) => code === 0), output: () => Buffer.concat(pieces).toString() };
}
