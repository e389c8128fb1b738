import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, wherever the command was given. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Ends with a plain sentence unless this Node is new enough for the project. */
export function requireNode() {
  const [wantedMajor, wantedMinor] = readJson('package.json').engines.node.match(/\d+/g).map(Number);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  refuse(`This needs Node ${wantedMajor}.${wantedMinor} or later and runs on ${process.versions.node}: install a newer one from https://nodejs.org.`);
}

/** Installs what package-lock.json names, unless it is there already. */
export function ensureInstalled({ withDev }) {
  if (isInstalled(withDev)) return;
  requireWritable('install', [root, join(root, 'node_modules')]);
  console.log('Installing dependencies (npm ci) ...');
  npm(['ci', '--include=dev', '--no-audit', '--no-fund'], 'npm ci failed: see its lines above, mend that and start again.');
}

/** Builds dist/ unless it is younger than everything it is made of. */
export function ensureBuilt() {
  if (isBuilt()) return;
  ensureInstalled({ withDev: true });
  requireWritable('build', [root, join(root, 'dist')]);
  console.log('Building (npm run build) ...');
  npm(['run', '--silent', 'build'], 'The build failed: see its lines above, mend that and start again.');
}

/** Sets what .env says, where there is one; what is set already stays as it is. */
export function loadSettings() {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** npm notes what it installed at the end of its work; compared entry by entry, so that copied or touched files do not fool us. */
function isInstalled(withDev) {
  const noted = join('node_modules', '.package-lock.json');
  if (!existsSync(join(root, noted))) return false;
  const installed = readJson(noted).packages;
  const wanted = Object.entries(readJson('package-lock.json').packages);
  return wanted.every(([path, { version, optional, devOptional, dev }]) => {
    const mayMiss = path === '' || optional || ((dev || devOptional) && !withDev);
    return installed[path] ? installed[path].version === version : mayMiss;
  });
}

function isBuilt() {
  const main = join(root, 'dist', 'main.js');
  if (!existsSync(main)) return false;
  const builtAt = statSync(main).mtimeMs;
  const settings = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'].map((name) => join(root, name));
  return [...settings, ...sources()].every((path) => !existsSync(path) || statSync(path).mtimeMs <= builtAt);
}

/** Folders count too: a file deleted from one changes nothing but its folder's time. */
function sources() {
  const src = join(root, 'src');
  if (!existsSync(src)) return [];
  return [src, ...readdirSync(src, { recursive: true }).filter((path) => !path.endsWith('.spec.ts')).map((path) => join(src, path))];
}

function npm(args, failure) {
  // Under `npm start` this is the npm that was called, the only one sure to exist.
  const cli = process.env.npm_execpath;
  const [command, first] = cli && basename(cli) === 'npm-cli.js' ? [process.execPath, [cli]] : ['npm', []];
  const { status, error } = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...cacheSettings() },
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (error) refuse(`npm could not be run (${error.message}): install it, it comes with Node.`);
  if (status !== 0) refuse(failure);
}

/** A user without a home of its own (HOME unset, or still root's after `su`) cannot write npm's usual cache. */
function cacheSettings() {
  const cache = process.env.npm_config_cache ?? join(homedir(), '.npm');
  return isWritable(nearestExisting(cache)) ? {} : { npm_config_cache: join(tmpdir(), `npm-cache-${process.getuid?.() ?? 'user'}`) };
}

function requireWritable(deed, folders) {
  const locked = folders.find((folder) => existsSync(folder) && !isWritable(folder));
  if (!locked) return;
  refuse(`Cannot ${deed}, as this user may not write to ${locked}: run \`npm ci && npm run build\` once as its owner, or work in a copy of your own.`);
}

function nearestExisting(path) {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

function isWritable(path) {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}
