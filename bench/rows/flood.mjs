import { automation } from './ours.mjs';

const FLOOD = 20_000;
const STEADY = { rate: 20 };

/** One process that does everything; or, as in production, two API processes (one for the flood) and two workers. */
async function processes(stage, database, { split, environment }) {
  if (!split) {
    const both = await stage.ours(database, environment);
    return [both, both];
  }
  const roles = ['api', 'api', 'worker', 'worker'];
  return Promise.all(roles.map((ROLE) => stage.ours(database, { ...environment, ROLE })));
}

const play =
  (name, split) =>
  async (stage, { seconds, environment = {} }) => {
    const database = await stage.database(name);
    const [driver, flooder] = await processes(stage, database, { split, environment });
    const [noisy, quiet] = await driver.call('makeWorkspaces', { count: 2, automations: [automation] });
    await driver.call('speakTo', { ids: [quiet.id] });
    await driver.call('burst', { seconds: 2, window: 50 });
    const alone = await driver.call('steady', { seconds, ...STEADY });
    const began = performance.now();
    const flood = flooder
      .call('pile', { count: FLOOD, lanes: 16, only: [noisy.id] })
      .then(() => (performance.now() - began) / 1_000);
    // Measured until the last event of the flood is stored, and at least as long as without it.
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
  };

const row = (name, shape, split) => ({
  name,
  title: `A quiet workspace while another stores ${FLOOD.toLocaleString('en')} events, ${shape}`,
  play: play(name, split),
});

/** The latency of one workspace while another floods; both have the usual cap. */
export const floodRows = [row('flood', 'one process', false), row('flood-split', '2 API + 2 workers', true)];
