import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, whatever the current directory is. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Exits with a message unless this version of Node is new enough for the project. */
export function requireNode() {
  const [wantedMajor, wantedMinor] = readJson('package.json').engines.node.match(/\d+/g).map(Number);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  refuse(
    `This needs Node ${wantedMajor}.${wantedMinor} or later and runs on ${process.versions.node}: install a newer one from https://nodejs.org.`,
  );
}

/**
 * Installs the packages of package-lock.json that a purpose needs, unless they are installed. "run" needs `dependencies`, "build"
 * also needs `optionalDependencies`, and "test" also needs `devDependencies`.
 */
export async function ensureInstalled(purpose) {
  const lacks = whatIsLacking(purpose);
  if (!lacks) return;
  requireWritable('install', [root, join(root, 'node_modules')]);
  // npm ci removes everything first; when packages are only missing, they are added, because a server may be using the others.
  const command = lacks === 'something' ? ['install', '--no-save'] : ['ci'];
  const dev = purpose === 'test' ? '--include=dev' : '--omit=dev';
  console.log(`Installing dependencies (npm ${command.join(' ')} ${dev}) ...`);
  await npm(
    [...command, dev, '--include=optional', '--no-audit', '--no-fund'],
    `npm ${command[0]} failed: see its output above, fix the problem and start again.`,
  );
  if (whatIsLacking(purpose))
    refuse('npm did not install all packages of package-lock.json: run `npm ci` and read its output.');
}

/** Builds the parts that are older than their sources, all in parallel. */
export async function ensureBuilt() {
  const stale = PARTS.filter((part) => !isBuilt(part));
  if (stale.length === 0) return;
  await ensureInstalled('build');
  for (const { folder } of stale) requireWritable('build', [root, join(root, folder)]);
  console.log(`Building (${stale.map(({ script }) => `npm run ${script}`).join(', ')}) ...`);
  await Promise.all(
    stale.map(({ script }) =>
      npm(
        ['run', '--silent', script],
        `npm run ${script} failed: see its output above, fix the problem and start again.`,
      ),
    ),
  );
}

/** The parts to build: the script, the folder, and the file that it writes last. */
const PARTS = [
  {
    script: 'build:server',
    folder: 'dist',
    file: 'main.js',
    sources: ['src', 'package.json', '.swcrc', 'scripts/build-server.mjs'],
  },
  {
    script: 'build:console',
    folder: 'console/dist',
    file: 'index.html',
    sources: ['console/src', 'console/public', 'console/index.html', 'console/vite.config.ts', 'package-lock.json'],
  },
  { script: 'build:graphiql', folder: 'graphiql/dist', file: 'index.html', sources: ['graphiql', 'package-lock.json'] },
];

/** Applies the settings in .env, if it exists; variables that are already set take precedence. */
export function loadSettings() {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/**
 * What has to be installed: "everything" when npm has to start over, "something" when it only has to add packages, or undefined.
 * npm records what it installed when it is done; entries are compared, because file times are unreliable after copying.
 */
function whatIsLacking(purpose) {
  const noted = join('node_modules', '.package-lock.json');
  if (!existsSync(join(root, noted))) return 'everything';
  const installed = readJson(noted).packages;
  const wanted = Object.entries(readJson('package-lock.json').packages).filter(([path]) => path !== '');
  if (wanted.some(([path, { version }]) => installed[path] && installed[path].version !== version)) return 'everything';
  const { optionalDependencies } = readJson('package.json');
  const isNeeded = ([path, { dev, optional, devOptional, os }]) => {
    // Packages for another system are never installed here; the dependencies of the others are installed with them.
    if (optionalDependencies[path.replace('node_modules/', '')]) return !os && purpose !== 'run';
    return !optional && (purpose === 'test' || !(dev || devOptional));
  };
  return wanted.some((entry) => !installed[entry[0]] && isNeeded(entry)) ? 'something' : undefined;
}

function isBuilt({ folder, file, sources }) {
  const built = join(root, folder, file);
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  return sources.flatMap(within).every((path) => statSync(path).mtimeMs <= builtAt);
}

/** A file, or a folder with all its contents; folders are included, because deleting a file changes only the time of its folder. */
function within(name) {
  const path = join(root, name);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const parts = readdirSync(path, { recursive: true }).filter(
    (each) => !each.endsWith('.spec.ts') && !/^dist\b/.test(each),
  );
  return [path, ...parts.map((each) => join(path, each))];
}

async function npm(args, failure) {
  // npm sets this variable to its own path. The user started that npm, so it exists even if there is no npm in the PATH.
  const cli = process.env.npm_execpath;
  const [command, first] = cli && basename(cli) === 'npm-cli.js' ? [process.execPath, [cli]] : ['npm', []];
  const child = spawn(command, [...first, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...cacheSettings() },
    shell: process.platform === 'win32' && command === 'npm',
  });
  const [status] = await once(child, 'close').catch((error) =>
    refuse(`npm could not be run (${error.message}): install it, it comes with Node.`),
  );
  if (status !== 0) refuse(failure);
}

/** A user without a home folder (HOME unset, or still root's after `su`) cannot write to npm's usual cache. */
function cacheSettings() {
  const cache = process.env.npm_config_cache ?? join(homedir(), '.npm');
  return isWritable(nearestExisting(cache))
    ? {}
    : { npm_config_cache: join(tmpdir(), `npm-cache-${process.getuid?.() ?? 'user'}`) };
}

function requireWritable(deed, folders) {
  const locked = folders.find((folder) => existsSync(folder) && !isWritable(folder));
  if (!locked) return;
  refuse(
    `Cannot ${deed}, as this user may not write to ${locked}: run \`npm ci && npm run build\` once as its owner, or work in a copy of your own.`,
  );
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
