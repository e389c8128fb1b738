import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const CACHE = join(ROOT, 'node_modules', '.cache');

/**
 * The Chromium to use, with its environment: CHROMIUM_PATH, an installed one, or on Linux x64 the one of an npm package.
 * Undefined if there is none.
 */
export function findChromium({ CHROMIUM_PATH: named, PATH = '' } = process.env) {
  if (named && !isRunnable(named)) {
    throw new Error(
      `CHROMIUM_PATH names ${named}, which cannot be run: correct it, or unset it to use what is installed.`,
    );
  }
  const installed = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const executablePath = named || [...installed, ...PLACES].find(isRunnable);
  return executablePath ? { executablePath, env: {} } : fromNpm();
}

/** Unpacked once, with the libraries that a minimal machine lacks. */
function fromNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  if (!existsSync(join(ROOT, 'node_modules', '@sparticuz', 'chromium'))) return undefined;
  const folder = join(CACHE, 'chromium');
  if (!existsSync(join(folder, 'chromium')) && !unpackTo(folder)) return undefined;
  const env = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: join(folder, 'fonts') };
  return { executablePath: join(folder, 'chromium'), env };
}

/** Renamed at the end: two test files may unpack at the same time, and an interrupted one leaves no partial result. */
function unpackTo(folder) {
  mkdirSync(CACHE, { recursive: true });
  const unpacked = mkdtempSync(join(CACHE, 'chromium-'));
  // The package unpacks into TMPDIR, and adds its libraries only if it believes to run on AWS Lambda.
  const env = { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  const script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) console.error(`Chromium could not be unpacked: ${stderr}`);
  try {
    // Its own configuration looks for fonts elsewhere; without fonts, text has no height.
    writeFileSync(join(unpacked, 'fonts', 'fonts.conf'), fontsIn(join(folder, 'fonts')));
    if (status === 0) renameSync(unpacked, folder);
  } catch {
    rmSync(unpacked, { recursive: true, force: true });
  }
  return existsSync(join(folder, 'chromium'));
}

const fontsIn = (folder) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}</dir><cachedir>${folder}/cache</cachedir></fontconfig>
`;

function isRunnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
