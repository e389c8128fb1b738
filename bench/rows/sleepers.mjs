import { SLEEPERS } from '../support/sql.mjs';
import { automation } from './ours.mjs';

const MANY = 1_000_000;
const WORKSPACES = 20;
const BATCH = 250_000;

async function play(stage, { seconds, size, environment = {} }) {
  const count = size === 'short' ? MANY / 10 : MANY;
  const database = await stage.database('sleepers');
  const driver = await stage.ours(database, { WORKSPACE_CONCURRENCY: '50', ...environment });
  const made = await driver.call('makeWorkspaces', { count: WORKSPACES, automations: [automation] });
  const without = await throughput(stage, driver, seconds);
  const began = performance.now();
  for (let done = 0; done < count; done += BATCH)
    await stage.query(database.name, SLEEPERS, [made.map(({ id }) => id), Math.min(BATCH, count - done)]);
  const inserted = (performance.now() - began) / 1_000;
  await stage.query(database.name, 'VACUUM ANALYZE');
  const asleep = await throughput(stage, driver, seconds);
  return {
    'executions/s without': without,
    'executions/s with': asleep,
    'with / without': asleep / without,
    'seconds to insert them': inserted,
  };
}

async function throughput(stage, driver, seconds) {
  await driver.call('burst', { seconds: 2, window: 1_000 });
  await stage.settle();
  const { executions, seconds: took } = await driver.call('burst', { seconds, window: 1_000 });
  return executions / took;
}

/** The common work while very many executions sleep. */
export const sleepersRow = {
  name: 'sleepers',
  title: `${MANY.toLocaleString('en')} sleeping executions beside the same work`,
  play,
};
