import { metered } from '../support/meter.mjs';
import { median } from '../support/numbers.mjs';
import { allEnded } from '../support/orders.mjs';
import { journeyOn } from './journey.mjs';
import { automation } from './ours.mjs';

const WORKSPACES = 20;
// Many short turns: other work on the machine outlasts a turn, and the median of the ratios drops the outliers.
const TURNS = 20;
const EVENTS_PER_SECOND = 500;
// The automation's conditions are false for this city: such an event starts nothing.
const ELSEWHERE = 'Manaus';

// The second automation of each workspace; it never starts. The earlier build had no waits.
const SECOND = {
  before: { ...automation, trigger: { type: 'tag.assigned' }, conditions: null },
  now: journeyOn('tag.assigned'),
  awaited: journeyOn('tag.assigned', 'contact.created'),
};

async function furnish(stage, { name, isBefore, environment }) {
  const database = await stage.database(`unawaited_${name}`);
  const build = isBefore ? { BENCH_DIST: stage.before } : {};
  const driver = await stage.ours(database, { WORKSPACE_CONCURRENCY: '50', ...environment, ...build });
  const automations = [automation, { ...SECOND[isBefore ? 'before' : name], name: 'Second' }];
  await driver.call('makeWorkspaces', { count: WORKSPACES, automations });
  await driver.call('burst', { seconds: 3, window: 100 });
  return { stage, database, driver, seen: [] };
}

async function play(stage, { seconds, environment = {} }) {
  if (!stage.before) return { skipped: 'BENCH_BEFORE names no build to compare with' };
  const before = await furnish(stage, { name: 'before', isBefore: true, environment });
  // The earlier build a second time: the distance of its ratio from 1 is the measurement error of the others.
  const again = await furnish(stage, { name: 'again', isBefore: true, environment });
  const now = await furnish(stage, { name: 'now', environment });
  const awaited = await furnish(stage, { name: 'awaited', environment });
  await stage.settle();
  const scenes = [before, now, again, awaited];
  for (let turn = 0; turn < TURNS; turn++) {
    for (const scene of scenes) scene.seen.push(await measure(scene, seconds));
    scenes.reverse();
  }
  const of = (scene, measured) => median(scene.seen.map((each) => each[measured]));
  const ratio = (scene, measured) =>
    median(scene.seen.map((each, turn) => each[measured] / before.seen[turn][measured]));
  return {
    'CPU s/1000 events before, ours and Postgres': of(before, 'cpu'),
    'CPU s/1000 events now': of(now, 'cpu'),
    'CPU, now / before': ratio(now, 'cpu'),
    'CPU, awaited type / before': ratio(awaited, 'cpu'),
    'CPU, before again / before': ratio(again, 'cpu'),
    'dispatch p50 ms before': of(before, 'dispatch'),
    'dispatch p50 ms now': of(now, 'dispatch'),
    'dispatch p50, now / before': ratio(now, 'dispatch'),
    'dispatch p50, awaited type / before': ratio(awaited, 'dispatch'),
    'dispatch p50, before again / before': ratio(again, 'dispatch'),
  };
}

/** Measures the cost of events that start nothing, then the dispatch time of single events that start an execution. */
async function measure({ stage, database, driver }, seconds) {
  const count = seconds * EVENTS_PER_SECOND;
  const { cpu } = await metered({ node: [driver.pid], postgres: stage.servers.postgres }, async () => {
    await driver.call('pile', { count, city: ELSEWHERE });
    await allEnded(stage, database);
  });
  const { dispatch50 } = await driver.call('burst', { seconds: seconds / 10, window: 1 });
  return { cpu: ((cpu.node + cpu.postgres) / count) * 1_000, dispatch: dispatch50 };
}

/** Events that nobody waits for, compared with a build from before waits existed. */
export const unawaitedRow = {
  name: 'unawaited',
  title: 'Events that nobody waits for, against an earlier build (BENCH_BEFORE)',
  play,
};
