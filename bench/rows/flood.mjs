import { automation } from './ours.mjs';

const FLOOD = 20_000;
const STEADY = { rate: 20 };

async function play(stage, { seconds, environment = {} }) {
  const database = await stage.database('flood');
  const driver = await stage.ours(database, environment);
  const [noisy, quiet] = await driver.call('makeWorkspaces', { count: 2, automations: [automation] });
  await driver.call('burst', { seconds: 2, window: 50 });
  await driver.call('speakTo', { ids: [quiet.id] });
  const alone = await driver.call('steady', { seconds, ...STEADY });
  const began = performance.now();
  const flood = driver.call('pile', { count: FLOOD, lanes: 16, only: [noisy.id] }).then(() => (performance.now() - began) / 1_000);
  // Watched until the last of the flood is stored, and at least as long as alone.
  const beside = [await driver.call('steady', { seconds, ...STEADY })];
  const took = await flood;
  beside.push(await driver.call('steady', { seconds, ...STEADY }));
  const [during, draining] = beside;
  return {
    'p95 ms alone': alone.p95,
    'p95 ms while it floods': during.p95,
    'p95 ms while it drains': draining.p95,
    'p50 ms alone': alone.p50,
    'p50 ms while it floods': during.p50,
    'events stored/s by the flood': FLOOD / took,
    'flooded / alone, p95': during.p95 / alone.p95,
    'draining / alone, p95': draining.p95 / alone.p95,
  };
}

/** One workspace's latency while another floods; both at the usual cap. */
export const floodRow = { name: 'flood', title: `A quiet workspace while another stores ${FLOOD.toLocaleString('en')} events`, play };
