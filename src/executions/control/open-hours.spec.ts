import fc from 'fast-check';
import { WEEKDAYS, type Weekday } from '../definition/moments.js';
import { openingAt, zoneOfContact } from './open-hours.js';

const window = (from: string, to: string, days: Weekday[] = [...WEEKDAYS]) => ({ from, to, days });
const office = window('09:00', '18:00', ['MON', 'TUE', 'WED', 'THU', 'FRI']);

// 2026-11-29 is a Sunday.
it.each<[string, ReturnType<typeof window>[], string, string, string]>([
  ['open', [office], 'UTC', '2026-11-30T10:00:00Z', '2026-11-30T10:00 to 2026-11-30T18:00'],
  ['at its beginning', [office], 'UTC', '2026-11-30T09:00:00Z', '2026-11-30T09:00 to 2026-11-30T18:00'],
  [
    'at its end, which is not included',
    [office],
    'UTC',
    '2026-11-30T18:00:00Z',
    '2026-12-01T09:00 to 2026-12-01T18:00',
  ],
  ['over the weekend', [office], 'UTC', '2026-11-28T10:00:00Z', '2026-11-30T09:00 to 2026-11-30T18:00'],
  ['in a zone', [office], 'America/Bogota', '2026-11-30T10:00:00Z', '2026-11-30T14:00 to 2026-11-30T23:00'],
  [
    'overnight, before midnight',
    [window('22:00', '06:00')],
    'UTC',
    '2026-11-30T23:00:00Z',
    '2026-11-30T23:00 to 2026-12-01T06:00',
  ],
  [
    'overnight, after midnight',
    [window('22:00', '06:00', ['SUN'])],
    'UTC',
    '2026-11-30T05:00:00Z',
    '2026-11-30T05:00 to 2026-11-30T06:00',
  ],
  [
    'once a week, just over',
    [window('09:00', '10:00', ['MON'])],
    'UTC',
    '2026-11-30T10:00:00Z',
    '2026-12-07T09:00 to 2026-12-07T10:00',
  ],
  [
    'two windows',
    [window('09:00', '12:00'), window('14:00', '18:00')],
    'UTC',
    '2026-11-30T12:30:00Z',
    '2026-11-30T14:00 to 2026-11-30T18:00',
  ],
  [
    'after the clocks went forward',
    [window('09:00', '18:00')],
    'Europe/Berlin',
    '2026-03-28T20:00:00Z',
    '2026-03-29T07:00 to 2026-03-29T16:00',
  ],
])('finds the opening: %s', (_, windows, ...[zone, now, expected]) => {
  const { from, to } = openingAt(windows, zone, new Date(now));
  expect([from, to].map((time) => time.toISOString().slice(0, 16)).join(' to ')).toBe(expected);
});

it('always finds an opening that is now or later, and not over', () => {
  const time = fc.integer({ min: 0, max: 1439 }).map((minute) => {
    const [hours, rest] = [Math.floor(minute / 60), minute % 60];
    return `${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
  });
  const windows = fc.array(
    fc
      .record({ from: time, to: time, days: fc.subarray([...WEEKDAYS], { minLength: 1 }) })
      .filter(({ from, to }) => from !== to),
    { minLength: 1, maxLength: 4 },
  );
  const zone = fc.constantFrom(
    'UTC',
    'America/Bogota',
    'Europe/Berlin',
    'Asia/Tokyo',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
  );
  const now = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(windows, zone, now, (given, name, at) => {
      const { from, to } = openingAt(given, name, at);
      expect(from.getTime()).toBeGreaterThanOrEqual(at.getTime());
      expect(to.getTime()).toBeGreaterThan(from.getTime());
      expect(from.getTime() - at.getTime()).toBeLessThanOrEqual(8 * 86_400_000);
    }),
  );
});

it.each([
  [{ timeZone: 'Asia/Tokyo', phone: '+573001234567' }, 'Asia/Tokyo'],
  [{ phone: '+573001234567' }, 'America/Bogota'],
  [{ phone: '+4915112345678' }, 'Europe/Berlin'],
  [{ phone: '+14155552671' }, null],
  [{ phone: '+5511999990000' }, null],
  [{ phone: '+999' }, null],
  [{ phone: null }, null],
  [null, null],
])('finds the time zone of %p', (contact, zone) =>
  expect(zoneOfContact(contact, new Date('2026-11-29T12:00:00Z'))).toBe(zone),
);
