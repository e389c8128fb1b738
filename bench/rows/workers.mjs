import { allEnded } from '../support/orders.mjs';
import { metered } from '../support/meter.mjs';
import { automation } from './ours.mjs';

const COUNTS = [1, 2, 4];
const PILES = { short: 3_000, full: 10_000, long: 40_000 };

/** Measures how fast this many workers process events that were stored while the workers were stopped. */
async function drained(stage, { workers, size, environment }) {
  const database = await stage.database('workers');
  const settings = { WORKSPACE_CONCURRENCY: '50', ...environment };
  const api = await stage.ours(database, { ...settings, ROLE: 'api' });
  const others = await Promise.all(
    Array.from({ length: workers }, () => stage.ours(database, { ...settings, ROLE: 'worker' })),
  );
  await api.call('makeWorkspaces', { count: 20, automations: [automation] });
  await api.call('flood', { seconds: 2, window: 1_000 });
  for (const { child } of others) child.kill('SIGSTOP');
  await api.call('pile', { count: PILES[size] });
  await stage.settle();
  const began = performance.now();
  const { cpu } = await metered({ node: others.map(({ pid }) => pid), ...stage.servers }, async () => {
    for (const { child } of others) child.kill('SIGCONT');
    await allEnded(stage, database);
  });
  const seconds = (performance.now() - began) / 1_000;
  await stage.clear();
  return { perSecond: PILES[size] / seconds, cores: cpu.postgres / seconds, ours: cpu.node / seconds };
}

async function play(stage, { size, environment = {} }) {
  const found = {};
  for (const workers of COUNTS) found[workers] = await drained(stage, { workers, size, environment });
  return {
    ...Object.fromEntries(
      COUNTS.map((count) => [`executions/s, ${count} worker${count > 1 ? 's' : ''}`, found[count].perSecond]),
    ),
    ...Object.fromEntries(COUNTS.map((count) => [`cores used by Postgres, ${count}`, found[count].cores])),
    ...Object.fromEntries(COUNTS.map((count) => [`cores used by workers, ${count}`, found[count].ours])),
    '2 workers / 1': found[2].perSecond / found[1].perSecond,
    '4 workers / 1': found[4].perSecond / found[1].perSecond,
  };
}

/** The gain from more worker processes. */
export const workersRow = { name: 'workers', title: '1, 2 and 4 worker processes that empty a pile', play };
