import { MESSAGE_STATUSES, REACHED_FROM, type OutboundStatus } from './message-status.js';

const statuses = Object.keys(REACHED_FROM) as OutboundStatus[];
const reaches = (from: string, to: OutboundStatus) => REACHED_FROM[to].some((status) => status === from);

describe('REACHED_FROM', () => {
  it('never goes back: no two statuses reach one another', () => {
    for (const one of statuses) for (const other of statuses) expect(reaches(one, other) && reaches(other, one)).toBe(false);
  });

  it('lets nothing leave READ or FAILED, and nothing happen to what was received', () => {
    for (const end of ['READ', 'FAILED', 'RECEIVED']) expect(statuses.filter((to) => reaches(end, to))).toEqual([]);
  });

  it('knows every status that a message can be in', () => {
    expect(new Set([...statuses, 'RECEIVED', 'PENDING'])).toEqual(new Set(MESSAGE_STATUSES));
  });
});
