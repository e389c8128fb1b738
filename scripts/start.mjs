/** What `npm start` runs: installs and builds where needed, then becomes the server. */
import { ensureBuilt, ensureInstalled, loadSettings, requireNode } from './ensure.mjs';
import { hearEachSignalOnce } from './signals.mjs';

requireNode();
ensureInstalled({ withDev: false });
ensureBuilt();
loadSettings();
hearEachSignalOnce();
await import(new URL('../dist/main.js', import.meta.url).href);
