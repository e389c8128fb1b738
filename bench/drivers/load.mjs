import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../support/numbers.mjs';

const PAUSE_MS = 50;

/** Waits as long as a reply takes to arrive. Resolves with the actual time, in milliseconds. */
export async function pause() {
  const began = performance.now();
  await delay(PAUSE_MS);
  return performance.now() - began;
}

/** Keeps `window` executions open for this long, then waits for the last. `submit` resolves at its execution's end. */
export async function burst(submit, { seconds, window }) {
  const began = performance.now();
  const until = began + seconds * 1_000;
  let executions = 0;
  const lane = async () => {
    while (performance.now() < until) await submit(executions++);
  };
  await Promise.all(Array.from({ length: window }, lane));
  return { executions, seconds: (performance.now() - began) / 1_000 };
}

/**
 * Submits at a fixed rate, whether or not earlier ones have ended. Latencies are in milliseconds, from when each was
 * due, without the pause that `submit` resolves with, if any.
 */
export async function steady(submit, { seconds, rate }) {
  const began = performance.now();
  const count = Math.floor(seconds * rate);
  const latencies = [];
  const one = async (index) => {
    const due = began + (index * 1_000) / rate;
    await delay(Math.max(0, due - performance.now()));
    // A timer may fire a little late; that is the driver's delay, not the engine's.
    const from = Math.max(due, performance.now());
    const paused = (await submit(index)) ?? 0;
    latencies.push(performance.now() - from - paused);
  };
  await Promise.all(Array.from({ length: count }, (_, index) => one(index)));
  return {
    executions: count,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    p99: percentile(latencies, 0.99),
  };
}
