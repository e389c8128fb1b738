import { setTimeout as delay } from 'node:timers/promises';

export { delay };

/** Looks until the answer is true; false when the time is over. An error of a look counts as no. */
export async function until(look, { within, every = 50 }) {
  const deadline = performance.now() + within;
  for (;;) {
    if (await look().catch(() => false)) return true;
    if (performance.now() > deadline) return false;
    await delay(every);
  }
}
