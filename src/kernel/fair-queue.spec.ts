import { FairQueue } from './fair-queue.js';

const filled = (items: Record<string, number[]>) => {
  const queue = new FairQueue<number>();
  for (const [group, numbers] of Object.entries(items)) for (const number of numbers) queue.add(group, number);
  return queue;
};

describe('FairQueue', () => {
  it('gives each group its share, however long another group is', () => {
    const queue = filled({ flood: [1, 2, 3, 4, 5, 6], quiet: [7] });
    expect(queue.take(4)).toEqual([
      { group: 'flood', items: [1, 2] },
      { group: 'quiet', items: [7] },
    ]);
    expect(queue.size).toBe(4);
  });

  it('serves the groups in turn', () => {
    const queue = filled({ a: [1, 2], b: [3], c: [4] });
    expect(queue.take(1).map(({ group }) => group)).toEqual(['a']);
    expect(queue.take(1).map(({ group }) => group)).toEqual(['b']);
    expect(queue.take(2).map(({ group }) => group)).toEqual(['c', 'a']);
    expect(queue.size).toBe(0);
  });

  it('skips held groups', () => {
    const queue = filled({ a: [1], b: [2] });
    expect(queue.take(5, new Set(['a']))).toEqual([{ group: 'b', items: [2] }]);
    expect(queue.take(5)).toEqual([{ group: 'a', items: [1] }]);
  });
});
