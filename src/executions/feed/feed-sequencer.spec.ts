import { jest } from '@jest/globals';
import type { ExecutionChange } from '../log/execution-change.js';
import type { ExecutionStatus } from '../log/execution.js';
import { FeedSequencer } from './feed-sequencer.js';

const change = (seq: number, status: ExecutionStatus = 'RUNNING', id = 'x') =>
  ({ execution: { id, seq, status }, steps: [] }) as unknown as ExecutionChange;

const sequencer = () => {
  const told: number[] = [];
  return { told, feed: new FeedSequencer(({ execution }) => void told.push(execution.seq), 200) };
};

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('FeedSequencer', () => {
  it('holds back an early change until the previous one has arrived', () => {
    const { told, feed } = sequencer();
    feed.accept(change(2));
    feed.accept(change(3));
    expect(told).toEqual([]);
    feed.accept(change(1, 'QUEUED'));
    expect(told).toEqual([1, 2, 3]);
  });

  it('shows a gap instead of waiting forever', () => {
    const { told, feed } = sequencer();
    feed.accept(change(1, 'QUEUED'));
    feed.accept(change(3));
    jest.advanceTimersByTime(200);
    expect(told).toEqual([1, 3]);
  });

  it('sends nothing twice and never goes back', () => {
    const { told, feed } = sequencer();
    feed.accept(change(1, 'QUEUED'));
    feed.accept(change(3));
    jest.advanceTimersByTime(200);
    feed.accept(change(2));
    feed.accept(change(3));
    expect(told).toEqual([1, 3]);
  });

  it('sends no earlier change after the last one', () => {
    const { told, feed } = sequencer();
    feed.accept(change(3, 'SUCCEEDED'));
    feed.accept(change(1, 'QUEUED'));
    jest.advanceTimersByTime(200);
    expect(told).toEqual([3]);
  });

  it('does not wait for earlier changes of an execution it first sees late', () => {
    const { told, feed } = sequencer();
    feed.accept(change(7));
    expect(told).toEqual([7]);
  });
});
