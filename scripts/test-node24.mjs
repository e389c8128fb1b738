/** `npm run test:node24`: runs the unit specs and some of the other suites on Node 24, which npm installs. Arguments go to jest. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { ensureInstalled, root } from './ensure.mjs';

const VERSION = '24.21.0';
const SPECS = [
  './src/',
  './console/src/',
  './test/e2e/(npm-start|order-won|graphql-over-http|delays|fused-steps|takeover)',
  './test/contract/(subscription|sockets)',
];

const folder = join(root, 'node_modules', '.cache', `node-${VERSION}`);
const bin = join(folder, 'node_modules', 'node', 'bin');

await ensureInstalled('test');
if (!succeeds('npm', ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', `node@${VERSION}`])) {
  console.error(`Node ${VERSION} could not be installed from npm.`);
  process.exit(1);
}
// It comes first in the PATH, so npm, jest and the processes that specs start by name run on it.
process.env.PATH = [bin, process.env.PATH].join(delimiter);
succeeds('node', ['-p', '`Tests on Node ${process.version}`']);
process.exitCode = succeeds('npm', ['run', 'jest', '--', ...SPECS, ...process.argv.slice(2)]) ? 0 : 1;

function succeeds(command, args) {
  const shell = process.platform === 'win32' && command === 'npm';
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', shell }).status === 0;
}
