import fc from 'fast-check';
import { cronMistake, lastSlot, nextSlot } from './cron.js';

const slotsFrom = (cron: string, zone: string, from: string) => {
  const found: string[] = [];
  for (let at = new Date(from); found.length < 3; found.push(at.toISOString())) at = nextSlot({ cron, zone }, at)!;
  return found;
};

describe('a schedule', () => {
  it.each(['* * * * *', '0 9 * * MON-FRI', '*/15 8-18 * * *', '0 0 L * *', ' 30  6 1,15 * * ', '0 0 29 2 *'])(
    'accepts %p',
    (cron) => {
      expect(cronMistake(cron)).toBeUndefined();
    },
  );

  it.each([
    ['', 'five fields'],
    ['* * * *', 'five fields'],
    ['* * * * * *', 'five fields'],
    ['*/10 * * * * * *', 'five fields'],
    ['@daily', 'five fields'],
    ['61 * * * *', '61'],
    ['* * * * FOO', 'five fields'],
    ['0 0 31 2 *', 'It never comes'],
    [`${'0,'.repeat(200)}0 * * * *`, 'five fields'],
  ])('refuses %p (%#)', (cron, message) => {
    expect(cronMistake(cron)).toContain(message);
  });

  it('keeps the time of day across a daylight saving change', () => {
    expect(slotsFrom('0 9 * * *', 'America/New_York', '2026-03-07T00:00:00Z')).toEqual([
      '2026-03-07T14:00:00.000Z',
      '2026-03-08T13:00:00.000Z',
      '2026-03-09T13:00:00.000Z',
    ]);
  });

  it('runs an hour later on the day on which its time is skipped', () => {
    expect(slotsFrom('30 2 * * *', 'America/New_York', '2026-03-07T00:00:00Z')).toEqual([
      '2026-03-07T07:30:00.000Z',
      '2026-03-08T07:00:00.000Z',
      '2026-03-09T06:30:00.000Z',
    ]);
  });

  it('runs once on the day on which its time is repeated', () => {
    expect(slotsFrom('30 1 * * *', 'America/New_York', '2026-10-31T00:00:00Z')).toEqual([
      '2026-10-31T05:30:00.000Z',
      '2026-11-01T05:30:00.000Z',
      '2026-11-02T06:30:00.000Z',
    ]);
  });
});

describe('the last slot', () => {
  const FIRST = Date.UTC(2026, 0, 1);
  const YEAR_MS = 366 * 86_400_000;
  const crons = [
    '* * * * *',
    '*/7 * * * *',
    '0 * * * *',
    '30 2 * * *',
    '0 9 * * MON',
    '* 0-3 * * *',
    '0 0 1 * *',
    '* * * 3 *',
  ];

  it('is at or before the given time, and no other slot lies between', () => {
    fc.assert(
      fc.property(
        fc.record({
          cron: fc.constantFrom(...crons),
          zone: fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata'),
          begin: fc.integer({ min: 0, max: YEAR_MS }),
          length: fc.integer({ min: 0, max: YEAR_MS }),
        }),
        ({ cron, zone, begin, length }) => {
          const first = nextSlot({ cron, zone }, new Date(FIRST + begin))!;
          const now = new Date(first.getTime() + length);
          const last = lastSlot({ cron, zone }, first, now);
          const next = nextSlot({ cron, zone }, last)!;
          expect(last.getTime()).toBeLessThanOrEqual(now.getTime());
          expect(next.getTime()).toBeGreaterThan(now.getTime());
          expect(nextSlot({ cron, zone }, new Date(last.getTime() - 1))).toEqual(last);
        },
      ),
      { numRuns: 200 },
    );
  });
});
