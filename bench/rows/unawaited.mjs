import { metered } from '../support/meter.mjs';
import { median } from '../support/numbers.mjs';
import { allEnded } from '../support/orders.mjs';
import { journeyOn } from './journey.mjs';
import { automation } from './ours.mjs';

const WORKSPACES = 20;
const EVENTS_PER_SECOND = 2_000;
const ROUNDS = 8;
// The conditions of the automation do not hold there: such an event starts nothing.
const ELSEWHERE = 'Manaus';

// What the second automation of each workspace is; it never starts. Before, none could wait.
const SECOND = {
  before: { ...automation, trigger: { type: 'tag.assigned' }, conditions: null },
  now: journeyOn('tag.assigned'),
  awaited: journeyOn('tag.assigned', 'contact.created'),
};

async function furnish(stage, { name, environment }) {
  const database = await stage.database(`unawaited_${name}`);
  const other = name === 'before' ? { BENCH_DIST: stage.before } : {};
  const driver = await stage.ours(database, { WORKSPACE_CONCURRENCY: '50', ...environment, ...other });
  const automations = [automation, { ...SECOND[name], name: 'Second' }];
  await driver.call('makeWorkspaces', { count: WORKSPACES, automations });
  await driver.call('burst', { seconds: 3, window: 100 });
  return { stage, database, driver, seen: [] };
}

async function play(stage, { seconds, environment = {} }) {
  if (!stage.before) return { skipped: 'BENCH_BEFORE names no build to compare with' };
  const [before, now, awaited] = [
    await furnish(stage, { name: 'before', environment }),
    await furnish(stage, { name: 'now', environment }),
    await furnish(stage, { name: 'awaited', environment }),
  ];
  // In turns and back, so that whatever else the machine does strikes all alike.
  const order = [before, now, awaited, awaited, now, before];
  for (let turn = 0; turn < ROUNDS / 2; turn++)
    for (const scene of order) scene.seen.push(await measure(scene, seconds));
  const of = (scene, measured) => median(scene.seen.map((each) => each[measured]));
  const ratio = (scene, measured) =>
    median(scene.seen.map((each, turn) => each[measured] / before.seen[turn][measured]));
  return {
    'CPU s/1000 events before, ours and Postgres': of(before, 'cpu'),
    'CPU s/1000 events now': of(now, 'cpu'),
    'CPU s/1000 events of an awaited type': of(awaited, 'cpu'),
    'CPU, now / before': ratio(now, 'cpu'),
    'CPU, awaited type / before': ratio(awaited, 'cpu'),
    'dispatch p50 ms before': of(before, 'dispatch'),
    'dispatch p50 ms now': of(now, 'dispatch'),
    'dispatch p50 ms of an awaited type': of(awaited, 'dispatch'),
    'dispatch p50, now / before': ratio(now, 'dispatch'),
    'dispatch p50, awaited type / before': ratio(awaited, 'dispatch'),
  };
}

/** What events cost that start nothing; then how long the dispatch takes of those that start something, one at a time. */
async function measure({ stage, database, driver }, seconds) {
  const count = seconds * EVENTS_PER_SECOND;
  await stage.settle();
  const { cpu } = await metered({ node: [driver.pid], postgres: stage.servers.postgres }, async () => {
    await driver.call('pile', { count, city: ELSEWHERE });
    await allEnded(stage, database);
  });
  const { dispatch50 } = await driver.call('burst', { seconds: seconds / 2, window: 1 });
  return { cpu: ((cpu.node + cpu.postgres) / count) * 1_000, dispatch: dispatch50 };
}

/** Events that nobody waits for, against a build from before events could be waited for. */
export const unawaitedRow = {
  name: 'unawaited',
  title: 'Events that nobody waits for, against an earlier build (BENCH_BEFORE)',
  play,
};
