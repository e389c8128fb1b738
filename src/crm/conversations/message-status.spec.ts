import { MESSAGE_STATUSES, REACHED_FROM, type OutboundStatus } from './message-status.js';

const statuses = Object.keys(REACHED_FROM) as OutboundStatus[];
const reaches = (from: string, to: OutboundStatus) => REACHED_FROM[to].some((status) => status === from);

describe('REACHED_FROM', () => {
  it('never goes back: no two statuses can be reached from each other', () => {
    for (const one of statuses)
      for (const other of statuses) expect(reaches(one, other) && reaches(other, one)).toBe(false);
  });

  it('allows no change from READ or FAILED, nor of received messages', () => {
    for (const end of ['READ', 'FAILED', 'RECEIVED']) expect(statuses.filter((to) => reaches(end, to))).toEqual([]);
  });

  it('covers every status of a message', () => {
    expect(new Set([...statuses, 'RECEIVED', 'PENDING'])).toEqual(new Set(MESSAGE_STATUSES));
  });
});
