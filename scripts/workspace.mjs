/** `npm run workspace`: builds if needed, then becomes the command. */
import { ensureBuilt, ensureInstalled, loadSettings, requireNode } from './ensure.mjs';

requireNode();
await ensureInstalled('run');
await ensureBuilt();
loadSettings();
await import(new URL('../dist/cli.js', import.meta.url).href);
