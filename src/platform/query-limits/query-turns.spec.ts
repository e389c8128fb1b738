import { turns } from './query-turns.js';

/** Blocks the event loop for this long, as resolvers do. */
function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

it('yields to the event loop between many simultaneous calls, in their order', async () => {
  const done: number[] = [];
  let seen = 0;
  const others = setInterval(() => (seen += 1), 1);
  await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      await turns.mine();
      work(3);
      done.push(index);
    }),
  );
  clearInterval(others);

  expect(done).toEqual([...done].sort((a, b) => a - b));
  // 180 ms of work in slices of about 10 ms: without slices the timer would not run once.
  expect(seen).toBeGreaterThan(5);
});
