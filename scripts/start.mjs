/** What `npm start` runs: installs and builds where needed, then becomes the server. */
import { ensureBuilt, ensureInstalled, requireNode } from './ensure.mjs';

requireNode();
ensureInstalled({ withDev: false });
ensureBuilt();
dropEchoes();
await import(new URL('../dist/main.js', import.meta.url).href);

/** npm passes on a Ctrl-C that the terminal has already given us; to the server a second signal would mean "at once". */
function dropEchoes() {
  const ECHO_MS = 250;
  const heardAt = { SIGINT: -Infinity, SIGTERM: -Infinity };
  const emit = process.emit;
  process.emit = function emitOnce(name, ...args) {
    if (name in heardAt) {
      const since = performance.now() - heardAt[name];
      heardAt[name] = performance.now();
      if (since < ECHO_MS) return true;
    }
    return emit.call(this, name, ...args);
  };
}
