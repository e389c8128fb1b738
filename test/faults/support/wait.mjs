import { setTimeout as delay } from 'node:timers/promises';

export { delay };

/** Polls until the result is true; false when the time is over. An error counts as false. */
export async function until(look, { within, every = 50 }) {
  const deadline = performance.now() + within;
  for (;;) {
    if (await look().catch(() => false)) return true;
    if (performance.now() > deadline) return false;
    await delay(every);
  }
}
