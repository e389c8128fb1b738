import { median } from '../support/numbers.mjs';
import { keepWaiting, makeWaiting, pickWaiting } from '../support/waiting.mjs';
import { journeyOn } from './journey.mjs';
import { automation } from './ours.mjs';

const [FEW, MANY] = [10, 1_000_000];
const WORKSPACES = 20;
const TAG = { id: '01900000-0000-7000-8000-00000000a9e1', name: 'Mine', color: '#6b7280' };
const MEETINGS = { turns: 20, each: 5 };

/** A database in which this many executions of a journey wait for a reply, in the workspaces of the common work. */
async function furnish(stage, { count, environment }) {
  const database = await stage.database('waiting');
  const driver = await stage.ours(database, { WORKSPACE_CONCURRENCY: '50', ...environment });
  const automations = [automation, journeyOn('tag.assigned')];
  const ids = (await driver.call('makeWorkspaces', { count: WORKSPACES, automations })).map(({ id }) => id);
  await driver.call('speakTo', { ids, tag: TAG });
  await driver.call('begin', { count: WORKSPACES });
  await driver.call('speakTo', { ids });
  await keepWaiting(stage, database);
  // The first reply in a workspace compiles the definition.
  await makeWaiting(stage, database, { made: 0, count: WORKSPACES });
  await driver.call('meet', { list: await pickWaiting(stage, database, WORKSPACES) });
  const began = performance.now();
  await makeWaiting(stage, database, { made: WORKSPACES, count });
  const inserted = (performance.now() - began) / 1_000;
  await stage.query(database.name, 'VACUUM ANALYZE');
  return { stage, database, driver, count, made: WORKSPACES + count, met: WORKSPACES, inserted, seen: [] };
}

async function play(stage, { seconds, size, environment = {} }) {
  const few = await furnish(stage, { count: FEW, environment });
  const many = await furnish(stage, { count: size === 'short' ? MANY / 10 : MANY, environment });
  // In turns, so that other work on the machine affects both equally.
  for (const scene of [few, many, many, few, few, many, many, few]) scene.seen.push(await sameWork(scene, seconds));
  many.picked = await pickWaiting(stage, many.database, MEETINGS.turns * MEETINGS.each);
  for (let turn = 0; turn < MEETINGS.turns; turn++) for (const scene of [few, many]) scene.seen.push(await meet(scene));
  for (const scene of [few, many]) await verify(scene);
  const [ten, million] = [few, many].map(
    ({ seen }) =>
      (name) =>
        median(seen.flatMap((each) => each[name] ?? [])),
  );
  return {
    'executions/s, ten wait': ten('throughput'),
    'executions/s, a million wait': million('throughput'),
    'throughput, a million / ten': million('throughput') / ten('throughput'),
    'p50 ms, ten wait': ten('p50'),
    'p50 ms, a million wait': million('p50'),
    'p50, a million / ten': million('p50') / ten('p50'),
    'meeting one of ten, p50 ms': ten('meeting'),
    'meeting one of a million, p50 ms': million('meeting'),
    'meeting, a million / ten': million('meeting') / ten('meeting'),
    'seconds to insert them': many.inserted,
  };
}

async function sameWork({ stage, driver }, seconds) {
  await driver.call('burst', { seconds: 1, window: 1_000 });
  await stage.settle();
  const { executions, seconds: took } = await driver.call('burst', { seconds, window: 1_000 });
  const { p50 } = await driver.call('steady', { seconds, rate: 20 });
  return { throughput: executions / took, p50 };
}

/** Sends some replies, one after another, and measures from the commit of each to that of the execution it woke. */
async function meet(scene) {
  const { stage, database, driver } = scene;
  const list = scene.picked?.splice(0, MEETINGS.each) ?? (await pickWaiting(stage, database, MEETINGS.each));
  const { dispatches: meeting } = await driver.call('meet', { list });
  // Restores the number of waiting executions.
  await makeWaiting(stage, database, { made: scene.made, count: list.length });
  scene.made += list.length;
  scene.met += list.length;
  return { meeting };
}

const FOUND = `
  SELECT count(*) FILTER (WHERE status = 'SUCCEEDED')::int AS met, count(*) FILTER (WHERE awaits_event IS NOT NULL AND status = 'SLEEPING')::int AS waiting, count(*)::int AS executions
  FROM execution WHERE trigger_type = 'tag.assigned'`;

/** Throws unless the executions with a reply have ended and all others still wait. */
async function verify({ stage, database, count, met }) {
  const [found] = await stage.query(database.name, FOUND);
  const expected = { met, waiting: count, executions: met + count };
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw new Error(`On record is ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
}

/** The common work while very many executions wait for a reply, and the time that a reply takes to wake one. */
export const waitingRow = {
  name: 'waiting',
  title: `${MANY.toLocaleString('en')} executions that wait for a reply, against ${FEW}: beside the same work, and met by a reply`,
  play,
};
