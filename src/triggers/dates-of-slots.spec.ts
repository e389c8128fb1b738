import { datesOfSlots } from './dates-of-slots.js';

const datesOf = (slots: [since: string, slot: string], more: { days?: number; zone?: string; yearly?: boolean } = {}) =>
  datesOfSlots(
    { since: new Date(slots[0]), slot: new Date(slots[1]) },
    { days: 0, zone: 'UTC', yearly: false, ...more },
  );

it('is the day of the slot in its time zone', () => {
  const slot = '2026-05-18T02:00:00Z';
  expect(datesOf([slot, slot])).toEqual(['2026-05-18']);
  expect(datesOf([slot, slot], { zone: 'America/Bogota' })).toEqual(['2026-05-17']);
});

it('is this many days earlier for days after a date, and later for days before it', () => {
  const slot = '2026-03-01T09:00:00Z';
  expect(datesOf([slot, slot], { days: 1 })).toEqual(['2026-02-28']);
  expect(datesOf([slot, slot], { days: -7 })).toEqual(['2026-03-08']);
});

it('is each day from the first missed slot to the last, also across a daylight saving change', () => {
  expect(datesOf(['2026-03-07T14:00:00Z', '2026-03-09T13:00:00Z'], { zone: 'America/New_York' })).toEqual([
    '2026-03-07',
    '2026-03-08',
    '2026-03-09',
  ]);
});

it.each([
  ['2026-02-28T09:00:00Z', true, ['2026-02-28', '2026-02-29']],
  ['2028-02-28T09:00:00Z', true, ['2028-02-28']],
  ['2028-02-29T09:00:00Z', true, ['2028-02-29']],
  ['2026-02-28T09:00:00Z', false, ['2026-02-28']],
])('on %s, yearly %p, is %j', (slot, yearly, dates) => {
  expect(datesOf([slot, slot], { yearly })).toEqual(dates);
});
