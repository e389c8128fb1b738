import { waitUntil } from './wait-until.js';
import type { Arrival } from './control-step.js';

const control = waitUntil.compile({ spec: {} } as never, undefined as never);

/** The decision at this time, at first or after a sleep until `until`. */
const decide = (params: object, now: string, { until }: { until?: string } = {}) =>
  control.decide({
    params: waitUntil.params.parse(params),
    now: () => Promise.resolve(new Date(now)),
    step: until && { input: { until } },
  } as unknown as Arrival);

const untilOf = async (params: object, now: string) => {
  const course = await decide(params, now);
  return ((course as { input?: unknown }).input as { until: string } | undefined)?.until ?? course;
};

it.each<[string, object, string, string]>([
  ['the next morning', { time: '09:00' }, '2026-11-24T10:00:00Z', '2026-11-25T09:00:00.000Z'],
  ['this morning', { time: '09:00' }, '2026-11-24T08:59:59Z', '2026-11-24T09:00:00.000Z'],
  ['not the very moment', { time: '09:00' }, '2026-11-24T09:00:00Z', '2026-11-25T09:00:00.000Z'],
  ['the next Monday', { time: '09:00', days: ['MON'] }, '2026-11-24T10:00:00Z', '2026-11-30T09:00:00.000Z'],
  [
    'a day of the week by its own zone',
    { time: '01:00', days: ['WED'], zone: 'Asia/Tokyo' },
    '2026-11-24T12:00:00Z',
    '2026-11-24T16:00:00.000Z',
  ],
  [
    'a time of day in a zone',
    { time: '09:00', zone: 'America/Bogota' },
    '2026-11-24T10:00:00Z',
    '2026-11-24T14:00:00.000Z',
  ],
  [
    '09:00 after the clocks went forward',
    { time: '09:00', zone: 'Europe/Berlin' },
    '2026-03-28T20:00:00Z',
    '2026-03-29T07:00:00.000Z',
  ],
  [
    '09:00 after the clocks went back',
    { time: '09:00', zone: 'Europe/Berlin' },
    '2026-10-24T20:00:00Z',
    '2026-10-25T08:00:00.000Z',
  ],
  [
    'an hour that does not exist: the one after',
    { time: '02:30', zone: 'Europe/Berlin' },
    '2026-03-28T20:00:00Z',
    '2026-03-29T01:30:00.000Z',
  ],
  ['a date', { at: '2027-01-31' }, '2026-11-24T10:00:00Z', '2027-01-31T00:00:00.000Z'],
  [
    'a date in a zone',
    { at: '2027-01-31', zone: 'America/Bogota' },
    '2026-11-24T10:00:00Z',
    '2027-01-31T05:00:00.000Z',
  ],
  [
    'a day before a date',
    { at: '2027-01-31T12:00:00Z', offset: '-1d' },
    '2026-11-24T10:00:00Z',
    '2027-01-30T12:00:00.000Z',
  ],
  [
    'a day before, over a change of the clocks',
    { at: '2026-10-25T09:00', offset: '-1d', zone: 'Europe/Berlin' },
    '2026-10-20T00:00:00Z',
    '2026-10-24T07:00:00.000Z',
  ],
  [
    'two hours after',
    { at: '2026-12-01T10:00:00+02:00', offset: '2h' },
    '2026-11-24T10:00:00Z',
    '2026-12-01T10:00:00.000Z',
  ],
])('waits until %s', async (_, params, ...[now, until]) => expect(await untilOf(params, now)).toBe(until));

it('passes a moment in the past immediately, and reports that it did not wait', async () => {
  expect(await decide({ at: '2026-11-23' }, '2026-11-24T10:00:00Z')).toEqual({
    status: 'succeeded',
    output: { until: '2026-11-23T00:00:00.000Z', waited: false },
  });
});

it('continues when the moment it slept for has come, even if the date has changed', async () => {
  const until = '2026-11-25T00:00:00.000Z';
  expect(await decide({ at: '2030-01-01' }, '2026-11-25T00:00:00Z', { until })).toEqual({
    status: 'succeeded',
    output: { until, waited: true },
  });
  expect(await decide({ at: '2030-01-01' }, '2026-11-24T23:59:59Z', { until })).toMatchObject({
    status: 'sleeping',
    inMs: 1_000,
  });
});

it.each<[string, object, string]>([
  ['no date', { at: 'soon' }, 'NO_DATE'],
  ['an empty date', { at: '' }, 'NO_DATE'],
  ['a date too far away', { at: '2028-01-01' }, 'TOO_FAR'],
])('fails for %s', async (_, params, code) =>
  expect(decide(params, '2026-11-24T10:00:00Z')).rejects.toMatchObject({ code }),
);
