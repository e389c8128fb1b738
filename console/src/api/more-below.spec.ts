import { moreBelow } from './more-below.ts';

const rows = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, index) => ({ id: `${from - index}` }));

function listOf(nodes: { id: string }[], hasMore: boolean) {
  const calls: string[] = [];
  const list = {
    nodes,
    hasMore,
    isLoadingMore: false,
    more: () => void calls.push('next page'),
    againAndMore: async () => void calls.push('all again, then next page'),
  };
  return { list, calls };
}

it('loads the next page below the loaded rows', () => {
  const { list, calls } = listOf(rows(150, 101), true);
  const more = moreBelow(list, rows(160, 101), 100);
  more.load();
  expect(more.has).toBe(true);
  expect(calls).toEqual(['next page']);
});

it('reloads the list first when new rows pushed loaded ones out of the window, even if there was only one page', () => {
  for (const hasMore of [true, false]) {
    const { list, calls } = listOf(rows(150, 101), hasMore);
    const more = moreBelow(list, rows(300, 201), 100);
    more.load();
    expect(more.has).toBe(true);
    expect(calls).toEqual(['all again, then next page']);
  }
});

it('loads nothing below the last row', () => {
  const { list } = listOf(rows(20, 1), false);
  expect(moreBelow(list, rows(25, 1), 100).has).toBe(false);
});
