/** `npm start`: installs and builds if needed, then becomes the server. */
import { ensureBuilt, ensureInstalled, loadSettings, requireNode } from './ensure.mjs';
import { hearEachSignalOnce } from './signals.mjs';

requireNode();
await ensureInstalled('run');
await ensureBuilt();
loadSettings();
hearEachSignalOnce();
await import(new URL('../dist/main.js', import.meta.url).href);
