import fc from 'fast-check';
import type { ExecutionStatus } from '../log/execution.js';
import { enter, type EntryRules, type LastEntry } from './enter.js';
import { Round, type Entrant } from './round.js';

const NOW = new Date('2026-11-29T12:00:00Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

const last = (status: ExecutionStatus | null, startedAt = minutes(-10), hasBegun = true): LastEntry => ({
  executionId: 'last',
  startedAt,
  status,
  hasBegun,
});

const decide = (rules: EntryRules, found: LastEntry | null) => {
  const entry = enter(rules, { last: found, starts: [], now: NOW });
  return entry.verdict === 'refuse' ? entry.outcome : `${entry.verdict} ${entry.at.toISOString().slice(11, 16)}`;
};

const reentry = (mode: 'EVERY_EVENT' | 'ONE_AT_A_TIME' | 'RESTART' | 'ONCE', cooldown?: string): EntryRules => ({
  reentry: { mode, by: 'CONTACT', ...(cooldown && { cooldown }) },
});

it.each<[string, EntryRules, LastEntry | null, string]>([
  ['nobody before', reentry('ONCE'), null, 'start 12:00'],
  ['once, and it ran', reentry('ONCE'), last('SUCCEEDED'), 'ALREADY_RAN'],
  ['once, and its execution is deleted', reentry('ONCE'), last(null), 'ALREADY_RAN'],
  ['one at a time, and it runs', reentry('ONE_AT_A_TIME'), last('RUNNING'), 'ALREADY_RUNNING'],
  ['one at a time, and it waits', reentry('ONE_AT_A_TIME'), last('QUEUED'), 'ALREADY_RUNNING'],
  ['one at a time, and it failed', reentry('ONE_AT_A_TIME'), last('FAILED'), 'start 12:00'],
  ['one at a time, and it is deleted', reentry('ONE_AT_A_TIME'), last(null), 'start 12:00'],
  ['a cooldown that is over', reentry('EVERY_EVENT', '10m'), last('SUCCEEDED'), 'start 12:00'],
  ['a cooldown that is not', reentry('EVERY_EVENT', '11m'), last('SUCCEEDED'), 'COOLING_DOWN'],
  ['a cooldown before a restart', reentry('RESTART', '1h'), last('RUNNING'), 'COOLING_DOWN'],
  ['a debounce', { debounce: { quiet: '5m', max: '1h' } }, null, 'start 12:05'],
  ['another event', { debounce: { quiet: '5m', max: '1h' } }, last('SLEEPING', minutes(-10), false), 'replace 12:05'],
  [
    'the longest wait',
    { debounce: { quiet: '5m', max: '12m' } },
    last('SLEEPING', minutes(-10), false),
    'replace 12:02',
  ],
  ['one that has begun', { debounce: { quiet: '5m', max: '1h' } }, last('SLEEPING'), 'start 12:05'],
])('decides about %s', (_, rules, ...[found, verdict]) => expect(decide(rules, found)).toBe(verdict));

it('restarts instead of an unfinished execution, and of no other', () => {
  const ends = (found: LastEntry) => enter(reentry('RESTART'), { last: found, starts: [], now: NOW });
  expect(ends(last('SLEEPING'))).toMatchObject({ verdict: 'start', ends: 'last' });
  expect(ends(last('FAILED'))).toMatchObject({ verdict: 'start', ends: null });
});

it('never starts more often in any period than a throttle allows, and keeps the order of delayed starts', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 5 }), (waits, limit) => {
      const rules: EntryRules = { throttle: { limit, per: '60m', by: 'AUTOMATION', over: 'DELAY' } };
      const begun: number[] = [];
      let now = NOW.getTime();
      let starts = new Map<string, Date[]>();
      waits.forEach((wait, index) => {
        now += wait * 60_000;
        const round = new Round(new Date(now), new Map(), starts);
        round.enter(entrant(rules, `e${index}`));
        const [entered] = round.results;
        const inMs = entered!.as === 'started' ? (entered!.execution.wakeInMs ?? 0) : NaN;
        begun.push(now + inMs);
        starts = new Map([...round.throttles].map(([name, row]) => [name, row.starts]));
      });
      expect(begun).toEqual([...begun].sort((a, b) => a - b));
      begun.forEach((at, index) => {
        if (index >= limit) expect(at - begun[index - limit]!).toBeGreaterThanOrEqual(60 * 60_000);
      });
    }),
  );
});

it('leaves one unfinished execution after any batch of events, with a decision for each event', () => {
  const modes = fc.constantFrom<EntryRules>(
    reentry('ONE_AT_A_TIME'),
    reentry('RESTART'),
    reentry('ONCE'),
    { debounce: { quiet: '5m', max: '1h' } },
    { ...reentry('RESTART'), debounce: { quiet: '5m', max: '1h' } },
  );
  const before = fc.constantFrom(null, last('SLEEPING', minutes(-1), false), last('RUNNING'), last('SUCCEEDED'));
  fc.assert(
    fc.property(modes, before, fc.integer({ min: 1, max: 20 }), (rules, found, count) => {
      const lasts = new Map(found ? [['automation contact', { ...found, eventId: 'before' }]] : []);
      const round = new Round(NOW, lasts, new Map());
      for (let index = 0; index < count; index += 1) round.enter(entrant(rules, `e${index}`));

      expect(round.results).toHaveLength(count);
      expect(round.results.filter(({ as }) => as === 'joined')).toHaveLength(round.joined.size);
      const started = round.results.flatMap((entered) => (entered.as === 'started' ? [entered.execution.id] : []));
      const wasUnfinished = found && found.status !== 'SUCCEEDED' ? ['last'] : [];
      const unfinished = [...wasUnfinished, ...started].filter((id) => !round.ended.has(id));
      expect(unfinished.length).toBe(expected(rules, found));
    }),
  );
});

/** The executions that must not have ended. A debounce does not replace an execution that has begun. */
function expected({ reentry: rule }: EntryRules, found: LastEntry | null): number {
  if (found?.status === 'SUCCEEDED') return rule?.mode === 'ONCE' ? 0 : 1;
  return !rule && found?.status === 'RUNNING' ? 2 : 1;
}

const entrant = (rules: EntryRules, eventId: string): Entrant => ({
  rules,
  contactId: 'contact',
  orderId: null,
  execution: {
    id: `execution of ${eventId}`,
    workspaceId: 'workspace',
    automationId: 'automation',
    automationVersion: 1,
    definitionId: 'definition',
    triggerType: 'x',
    eventId,
    eventSeq: '1',
    subjectId: 'contact',
    cascadeDepth: 0,
    remembered: null,
    wakeInMs: null,
    stopsOn: null,
    aboutId: null,
  },
});
