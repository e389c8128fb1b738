/** What `npm run workspace` runs: builds where needed, then becomes the command. */
import { ensureBuilt, ensureInstalled, loadSettings, requireNode } from './ensure.mjs';

requireNode();
ensureInstalled({ withDev: false });
ensureBuilt();
loadSettings();
await import(new URL('../dist/cli.js', import.meta.url).href);
