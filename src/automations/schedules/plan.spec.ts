import { planOf } from './plan.js';

const plan = (missed: 'run_once' | 'skip', [nextAt, now]: [string, string], cron = '0 9 * * *') => {
  const {
    slot,
    since,
    nextAt: next,
  } = planOf({
    ...{ automationId: 'a', workspaceId: 'w', cron, zone: 'UTC', missed },
    nextAt: new Date(nextAt),
    now: new Date(now),
  });
  return [slot, since, next].map((each) => each?.toISOString().slice(0, 16) ?? null);
};

it.each(['run_once', 'skip'] as const)('runs a slot that has just come (%s)', (missed) => {
  expect(plan(missed, ['2026-01-05T09:00:00Z', '2026-01-05T09:00:00Z'])).toEqual([
    '2026-01-05T09:00',
    '2026-01-05T09:00',
    '2026-01-06T09:00',
  ]);
  expect(plan(missed, ['2026-01-05T09:00:00Z', '2026-01-05T09:05:00Z'])[0]).toBe('2026-01-05T09:00');
});

it('runs the last of many that were missed, on behalf of all of them', () => {
  expect(plan('run_once', ['2026-01-05T09:00:00Z', '2026-01-08T08:00:00Z'])).toEqual([
    '2026-01-07T09:00',
    '2026-01-05T09:00',
    '2026-01-08T09:00',
  ]);
});

it('reaches back 31 days at most', () => {
  expect(plan('run_once', ['2026-01-05T09:00:00Z', '2026-12-31T12:00:00Z']).slice(0, 2)).toEqual([
    '2026-12-31T09:00',
    '2026-11-30T09:00',
  ]);
});

it('skips what was missed for more than five minutes, if asked to', () => {
  expect(plan('skip', ['2026-01-05T09:00:00Z', '2026-01-05T09:05:01Z'])).toEqual([null, null, '2026-01-06T09:00']);
  expect(plan('skip', ['2026-01-05T09:00:00Z', '2026-01-08T09:01:00Z'])).toEqual([
    '2026-01-08T09:00',
    '2026-01-08T09:00',
    '2026-01-09T09:00',
  ]);
});

it('runs one of the slots that came within a moment', () => {
  expect(plan('skip', ['2026-01-05T09:00:00Z', '2026-01-05T09:03:30Z'], '* * * * *')).toEqual([
    '2026-01-05T09:03',
    '2026-01-05T09:03',
    '2026-01-05T09:04',
  ]);
});
