import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { delay, until } from '../support/wait.mjs';

// If LIBFAKETIME is set but empty, the library is not used.
const LIBRARY = (process.env.LIBFAKETIME === undefined ? places() : [process.env.LIBFAKETIME]).find(
  (path) => path && existsSync(path),
);
const PRELOAD = new URL('../support/fake-clock.mjs', import.meta.url).href;

function places() {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib').map((name) => `/usr/lib/${name}/faketime`) : [];
  return folders.map((folder) => join(folder, 'libfaketime.so.1'));
}

const HOUR_MS = 3_600_000;
const HOURS = { '+1d': 24, '+0': 0, '-1d': -24 };
const JUMPS = ['+1d', '+0', '-1d', '+0'];

const fileOf = (scenario) => join(scenario.folder, 'faketime');

/** Moves the wall clock of every process that was started with it, while they run. */
const jump = (scenario, offset) => writeFileSync(fileOf(scenario), `${offset}\n`);

const fakeTime = (scenario) => ({
  LD_PRELOAD: LIBRARY,
  FAKETIME_TIMESTAMP_FILE: fileOf(scenario),
  FAKETIME_NO_CACHE: '1',
  DONT_FAKE_MONOTONIC: '1',
});

/** The hours by which the workers' clock is ahead of this process, by the signature of the next call they make. */
async function workersOffBy({ outside }) {
  const since = Date.now() + 200;
  let call;
  await until(async () => (call = outside.received().find(({ signedAt, at }) => signedAt && at > since)), {
    within: 15_000,
  });
  return call ? (call.signedAt - call.at) / HOUR_MS : undefined;
}

/** The hours by which the database's clock is ahead. */
const databaseOffBy = async (scenario) =>
  (await scenario.query(`SELECT extract(epoch FROM now()) * 1000 AS at`))[0].at / HOUR_MS - Date.now() / HOUR_MS;

function mustBe(scenario, offset, hours) {
  if (Math.round(hours) !== HOURS[offset])
    scenario.finds(`The clock was to jump to ${offset} and is off by ${hours} hours`);
}

/** Restarts the stage's Postgres with other environment variables. */
async function restart({ postgres }, environment) {
  await postgres.stop();
  postgres.environment = environment;
  await postgres.launch();
}

const ofProcesses = {
  name: 'clock-jumps',
  title: `the processes' clocks jump a day forwards and back${LIBRARY ? ' (libfaketime)' : ''}`,
  spreadMs: 8_000,
  before: async (scenario) => jump(scenario, '+0'),
  flags: LIBRARY ? [] : [`--import=${PRELOAD}`],
  environment: (scenario) => (LIBRARY ? fakeTime(scenario) : { FAKE_CLOCK_FILE: fileOf(scenario) }),
  async play(scenario) {
    for (const offset of JUMPS) {
      await delay(300);
      await scenario.inject(async () => jump(scenario, offset));
      mustBe(scenario, offset, await workersOffBy(scenario));
    }
  },
};

const ofDatabase = {
  name: 'database-clock-jumps',
  title: "the database's clock jumps a day forwards and back (clock_now)",
  spreadMs: 8_000,
  async play(scenario) {
    for (const ahead of ['1 day', '0', '-1 day', '0']) {
      await delay(1_200);
      await scenario.inject(() => scenario.moveClock(ahead));
    }
    await delay(500);
    // Executions that fell asleep while it was a day ahead sleep until then.
    await scenario.moveClock('1 day 10 seconds');
  },
};

const ofPostgres = {
  name: 'postgres-clock-jumps',
  title: 'the system clock of Postgres jumps a day forwards and back (libfaketime)',
  spreadMs: 8_000,
  skipped: LIBRARY ? undefined : 'libfaketime is not installed (apt-get install libfaketime, or set LIBFAKETIME)',
  optional: true,
  async before(scenario) {
    jump(scenario, '+0');
    scenario.trueEnvironment = scenario.postgres.environment;
    await restart(scenario, { ...scenario.trueEnvironment, ...fakeTime(scenario) });
  },
  async play(scenario) {
    for (const offset of JUMPS) {
      await delay(1_200);
      await scenario.inject(async () => jump(scenario, offset));
      mustBe(scenario, offset, await databaseOffBy(scenario));
    }
    await delay(500);
    await scenario.moveClock('1 day 10 seconds');
  },
  after: (scenario) => restart(scenario, scenario.trueEnvironment),
};

export const clockScenarios = [ofProcesses, ofDatabase, ofPostgres];
