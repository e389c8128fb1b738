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

export const clockScenarios = [
  {
    name: 'clock-jumps', title: 'the processes\' clocks jump a day forwards and back (libfaketime)', spreadMs: 8_000,
    skipped: LIBRARY ? undefined : 'libfaketime is not installed (apt-get install libfaketime, or set LIBFAKETIME)',
    before: async (scenario) => jump(scenario, '+0'),
    environment: (scenario) => ({ LD_PRELOAD: LIBRARY, FAKETIME_TIMESTAMP_FILE: fileOf(scenario), FAKETIME_NO_CACHE: '1', DONT_FAKE_MONOTONIC: '1' }),
    async play(scenario) {
      for (const offset of ['+1d', '+0', '-1d', '+0']) {
        await delay(1_200);
        await scenario.inject(async () => jump(scenario, offset));
      }
    },
  },
  {
    name: 'database-clock-jumps', title: 'the database\'s clock jumps a day forwards', spreadMs: 8_000,
    async play(scenario) {
      await scenario.repeat(1, () => scenario.inject(() => scenario.moveClock('1 day')));
    },
  },
];
