import { metered } from '../support/meter.mjs';
import { automation } from './ours.mjs';

const SOCKETS = 1_000;
// QUEUED, RUNNING, and one for each of three steps.
const CHANGES = 5;

async function play(stage, { seconds, environment = {} }) {
  const database = await stage.database('sockets');
  const driver = await stage.ours(database, environment);
  const [workspace] = await driver.call('makeWorkspaces', { count: 1, automations: [automation] });
  const audience = await stage.helper('sockets', {});
  const options = { seconds, rate: 2 };
  await driver.call('steady', { ...options, seconds: 2 });
  const alone = await driver.call('steady', options);
  await audience.call('open', { url: await driver.call('url'), key: workspace.key, count: SOCKETS });
  const listening = audience.call('listen', { ends: options.rate * seconds });
  const { result, cpu } = await metered({ node: [driver.pid] }, async () => {
    const watched = await driver.call('steady', options);
    return { watched, heard: await listening };
  });
  const expected = options.rate * seconds * SOCKETS;
  const { heard, watched } = result;
  return {
    'updates missed': expected * CHANGES - heard.told,
    'ends missed': expected - heard.ended,
    'updates heard': heard.told,
    'CPU s/1000 updates': (cpu.node / heard.told) * 1_000,
    'p95 ms with sockets': watched.p95,
    'p95 ms without': alone.p95,
  };
}

/** All sockets in one workspace receive every change. */
export const socketsRow = {
  name: 'sockets',
  title: `A subscription with ${SOCKETS.toLocaleString('en')} sockets`,
  play,
};
