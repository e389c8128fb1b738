import { victimCalling } from '../support/strikes.mjs';
import { delay } from '../support/wait.mjs';

const AT_ONCE_MS = 1_500;

/** Sends SIGTERM to each worker in turn, after starting a replacement. */
export async function restartAll(scenario) {
  for (const worker of [...scenario.living]) {
    await delay(500);
    await scenario.start('worker');
    const { code, ms } = await scenario.inject(() => worker.terminate());
    scenario.note(`${worker.name}: exit ${code} after ${ms} ms`);
    if (code !== 0) scenario.finds(`${worker.name} exited ${code} at SIGTERM`);
  }
}

/** Sends a second SIGTERM to a worker that waits for an answer before it exits. */
async function terminateTwice(scenario) {
  const worker = await victimCalling(scenario, 'webhook');
  if (!worker) return;
  scenario.startAnother('worker');
  worker.signal('SIGTERM');
  await delay(500);
  if (!worker.lives) scenario.finds(`${worker.name} left at the first SIGTERM, in the middle of a call`);
  const { code, ms } = await scenario.inject(() => worker.terminate());
  scenario.note(`${worker.name}: exit ${code} ${ms} ms after the second SIGTERM`);
  if (code !== 1 || ms > AT_ONCE_MS)
    scenario.finds(`${worker.name} exited ${code} after ${ms} ms at the second SIGTERM`);
}

export const signalScenarios = [
  { name: 'rolling-restart', title: 'SIGTERM of every worker in turn', spreadMs: 10_000, play: restartAll },
  {
    name: 'second-sigterm',
    title: 'a second SIGTERM during a call: it exits at once',
    spreadMs: 8_000,
    play: (scenario) => scenario.repeat(2, () => terminateTwice(scenario)),
  },
];
