import { jest } from '@jest/globals';
import type { ExecutionRow } from './live-executions.ts';
import { LiveExecutions } from './live-executions.store.ts';

const row = (id: string, seq: number, status: ExecutionRow['status'] = 'RUNNING'): ExecutionRow => ({
  id,
  seq,
  status,
  automation: { id: 'a', name: 'A' },
  automationVersion: 1,
  cancelRequested: false,
  queuedAt: '',
  startedAt: null,
  completedAt: null,
  wakeAt: null,
  durationMs: null,
  error: null,
});
const all = () => true;
const failed = ({ status }: ExecutionRow) => status === 'FAILED';
const shown = (rows: ExecutionRow[]) => rows.map(({ id, seq }) => `${id}${seq}`).join(' ');

let live: LiveExecutions;
beforeEach(() => {
  jest.useFakeTimers();
  live = new LiveExecutions();
});
afterEach(() => void jest.useRealTimers());

describe('a list', () => {
  const read = [row('c', 1), row('b', 1)];

  it('shows new executions before the queried ones, newest first', () => {
    for (const id of ['d', 'f', 'e']) live.take(row(id, 1));
    expect(shown(live.list(read, all, { most: 9, hasMore: false }))).toBe('f1 e1 d1 c1 b1');
  });

  it('shows the newest known state of an execution, queried or live', () => {
    live.take(row('c', 3));
    live.take(row('c', 2));
    expect(shown(live.list(read, all, { most: 9, hasMore: false }))).toBe('c3 b1');
  });

  it('adds an older execution that now matches, and removes one that no longer does', () => {
    const readFailed = [row('c', 1, 'FAILED'), row('a', 1, 'FAILED')];
    live.take(row('b', 2, 'FAILED'));
    live.take(row('c', 2, 'QUEUED'));
    expect(shown(live.list(readFailed, failed, { most: 9, hasMore: false }))).toBe('b2 a1');
  });

  it('shows what is older than its last row only when there is no page between', () => {
    live.take(row('a', 5));
    expect(shown(live.list(read, all, { most: 9, hasMore: true }))).toBe('c1 b1');
    expect(shown(live.list(read, all, { most: 9, hasMore: false }))).toBe('c1 b1 a5');
  });

  it('ends at its limit', () => {
    for (let i = 0; i < 50; i++) live.take(row(`n${String(i).padStart(2, '0')}`, 1));
    expect(live.list(read, all, { most: 20, hasMore: false })).toHaveLength(20);
  });
});

describe('memory', () => {
  const others = (count: number) => {
    for (let i = 0; i < count; i++) live.take(row(`z${i}`, 1));
  };

  it('holds no more executions than its limit', () => {
    others(10_000);
    expect(live.size).toBe(2_000);
  });

  it('keeps a displayed execution, however many others follow', () => {
    live.take(row('a', 4, 'SUCCEEDED'));
    for (let burst = 0; burst < 5; burst++) {
      others(1_900);
      expect(live.now(row('a', 1)).seq).toBe(4);
    }
  });

  it('keeps a displayed execution that is only known from live changes', () => {
    const ofOne = ({ id }: ExecutionRow) => id === 'a';
    live.take(row('a', 1));
    for (let burst = 0; burst < 3; burst++) {
      others(1_900);
      expect(shown(live.list([], ofOne, { most: 9, hasMore: false }))).toBe('a1');
    }
  });

  it('returns the same object while nothing changed, so that its row need not be rendered again', () => {
    const read = row('a', 1);
    live.take(row('a', 2));
    expect(live.now(read)).toBe(live.now(read));
  });
});

it('notifies once for many changes', () => {
  const told = jest.fn();
  live.subscribe(told);
  for (let i = 0; i < 500; i++) live.take(row(`n${i}`, 1));
  expect(told).not.toHaveBeenCalled();
  jest.runAllTimers();
  expect(told).toHaveBeenCalledTimes(1);
});

it('finds a gap in the changes of an execution, and none in its first or next one', () => {
  expect(live.take(row('a', 3))).toBe(false);
  expect(live.take(row('a', 4))).toBe(false);
  expect(live.take(row('a', 6))).toBe(true);
  expect(live.take(row('a', 5))).toBe(false);
});

it('forgets changes before a gap, and keeps later ones', () => {
  live.take(row('a', 1));
  const mark = live.mark();
  live.take(row('b', 1));
  live.forgetUntil(mark);
  expect(shown(live.list([], all, { most: 9, hasMore: false }))).toBe('b1');
});
