/** Loaded into a process before everything else: moves what it takes for the date by what a file says ("+1d", "+0", "-1d"). */
import { readFileSync } from 'node:fs';

const DAY_MS = 86_400_000;
const TrueDate = Date;
let ahead = 0;

const look = () => (ahead = (Number.parseInt(readFileSync(process.env.FAKE_CLOCK_FILE, 'utf8'), 10) || 0) * DAY_MS);
const now = () => TrueDate.now() + ahead;
look();
setInterval(look, 50).unref();

// A proxy and no subclass, so that every date there is remains a Date.
globalThis.Date = new Proxy(TrueDate, {
  construct: (target, args, maker) => Reflect.construct(target, args.length > 0 ? args : [now()], maker),
  apply: () => new TrueDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
