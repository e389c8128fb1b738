import type { Page } from 'playwright-core';

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Processor time in microseconds. */
  tdur?: number;
  args?: { name?: string };
}

/** Processor time in milliseconds of each task of the pages' main threads, longest first; other processes do not count. */
export async function tasksDuring(pages: Page[], something: () => Promise<void>): Promise<number[]> {
  const browser = pages[0]!.context().browser()!;
  // More categories, or more than a few seconds, would slow down the pages.
  await browser.startTracing(pages[0], { categories: ['toplevel'] });
  await something();
  const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as { traceEvents: TraceEvent[] };
  return longestFirst(tasksIn(traceEvents));
}

/** The frames of the pages that took more than 50 ms, longest first; other processes affect them. */
export async function longFramesDuring(pages: Page[], something: () => Promise<void>): Promise<number[]> {
  for (const page of pages) await page.evaluate(WATCH_FRAMES);
  await something();
  const frames = await Promise.all(pages.map((page) => page.evaluate<number[]>('window.longFrames')));
  return longestFirst(frames.flat());
}

// Requesting frames would create them: the browser reports long ones.
const WATCH_FRAMES = `
  window.longFrames = [];
  new PerformanceObserver((list) => window.longFrames.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'long-animation-frame' });`;

const longestFirst = (times: number[]) => times.sort((one, other) => other - one);

function tasksIn(events: TraceEvent[]): number[] {
  const threads = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  return events
    .filter(
      ({ name, pid, tid }) => /RunTask$/.test(name) && threads.some((each) => each.pid === pid && each.tid === tid),
    )
    .map(({ tdur = 0 }) => tdur / 1_000);
}

/** The size of a page's objects after a forced garbage collection, in MiB. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 2 ** 20;
}
