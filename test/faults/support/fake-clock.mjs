/** Loaded into a process before other code: shifts its current date by the content of a file ("+1d", "+0", "-1d"). */
import { readFileSync } from 'node:fs';

const DAY_MS = 86_400_000;
const TrueDate = Date;
let ahead = 0;

const look = () => (ahead = (Number.parseInt(readFileSync(process.env.FAKE_CLOCK_FILE, 'utf8'), 10) || 0) * DAY_MS);
const now = () => TrueDate.now() + ahead;
look();
setInterval(look, 50).unref();

// A proxy instead of a subclass, so that existing dates remain instances of Date.
globalThis.Date = new Proxy(TrueDate, {
  construct: (target, args, maker) => Reflect.construct(target, args.length > 0 ? args : [now()], maker),
  apply: () => new TrueDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
