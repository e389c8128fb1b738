/** Loaded into a process before everything else: moves what it takes for the date by what a file says ("+1d", "+0", "-1d"). */
import { readFileSync } from 'node:fs';

const DAY_MS = 86_400_000;
const TrueDate = Date;
let ahead = 0;

const look = () => (ahead = (Number.parseInt(readFileSync(process.env.FAKE_CLOCK_FILE, 'utf8'), 10) || 0) * DAY_MS);
look();
setInterval(look, 50).unref();

globalThis.Date = class Date extends TrueDate {
  constructor(...args) {
    super(...(args.length > 0 ? args : [TrueDate.now() + ahead]));
  }

  static now() {
    return TrueDate.now() + ahead;
  }
};
