import { slope } from '../support/numbers.mjs';
import { automation } from './ours.mjs';

const MINUTES = { short: 0.5, full: 5, long: 60 };
const EVERY_SECONDS = 10;
const RATE = 200;
// In the first part caches fill and code is compiled.
const SETTLED = 0.25;

async function play(stage, { size, environment = {} }) {
  const database = await stage.database('soak');
  const driver = await stage.ours(database, environment);
  await driver.call('makeWorkspaces', { count: 20, automations: [automation] });
  await driver.call('burst', { seconds: 5, window: 500 });
  const samples = [];
  const began = performance.now();
  while (performance.now() - began < MINUTES[size] * 60_000) {
    await driver.call('steady', { seconds: EVERY_SECONDS, rate: RATE });
    samples.push({ minutes: (performance.now() - began) / 60_000, ...(await driver.call('memory')) });
  }
  const settled = samples.slice(Math.floor(samples.length * SETTLED));
  return {
    'heap MiB at first': settled[0].heap,
    'heap MiB at last': settled.at(-1).heap,
    'heap MiB/min': slope(settled.map(({ minutes, heap }) => [minutes, heap])),
    'RSS MiB at last': settled.at(-1).rss,
    'RSS MiB/min': slope(settled.map(({ minutes, rss }) => [minutes, rss])),
    executions: Math.round(samples.length * EVERY_SECONDS * RATE),
  };
}

/** Memory after a forced garbage collection, under constant load. */
export const soakRow = {
  name: 'soak',
  title: `Memory over a soak at ${RATE} executions/s (an hour in the long form)`,
  play,
};
