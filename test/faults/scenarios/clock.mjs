import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { delay } from '../support/wait.mjs';

const LIBRARY = [process.env.LIBFAKETIME, ...places()].find((path) => path && existsSync(path));

function places() {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib').map((name) => `/usr/lib/${name}/faketime`) : [];
  return folders.map((folder) => join(folder, 'libfaketime.so.1'));
}

const fileOf = (scenario) => join(scenario.folder, 'faketime');

/** Moves the wall clock of every process of the product, while it runs. */
const jump = (scenario, offset) => writeFileSync(fileOf(scenario), `${offset}\n`);

const HOURS = { '+1d': 24, '+0': 0, '-1d': -24 };

/** How many hours a process believes to be ahead of this one, by the date of its answers. */
async function offBy({ url }) {
  const answer = await fetch(`${url}/health/live`);
  return (Date.parse(answer.headers.get('date')) - Date.now()) / 3_600_000;
}

export const clockScenarios = [
  {
    name: 'clock-jumps', title: 'the processes\' clocks jump a day forwards and back (libfaketime)', spreadMs: 8_000,
    skipped: LIBRARY ? undefined : 'libfaketime is not installed (apt-get install libfaketime, or set LIBFAKETIME)',
    before: async (scenario) => jump(scenario, '+0'),
    environment: (scenario) => ({ LD_PRELOAD: LIBRARY, FAKETIME_TIMESTAMP_FILE: fileOf(scenario), FAKETIME_NO_CACHE: '1', DONT_FAKE_MONOTONIC: '1' }),
    async play(scenario) {
      for (const offset of ['+1d', '+0', '-1d', '+0']) {
        await delay(300);
        await scenario.inject(async () => jump(scenario, offset));
        // Node keeps the date of its answers for up to a second.
        await delay(1_200);
        const hours = await offBy(scenario.apis[0]);
        if (Math.round(hours) !== HOURS[offset]) scenario.failed = `The clock was to jump to ${offset} and is off by ${hours} hours`;
      }
    },
    check: (scenario, { findings }) => scenario.failed && findings.broken.push({ what: scenario.failed }),
  },
  {
    name: 'database-clock-jumps', title: 'the database\'s clock jumps a day forwards', spreadMs: 8_000,
    async play(scenario) {
      await scenario.repeat(1, () => scenario.inject(() => scenario.moveClock('1 day')));
    },
  },
];
