import { parseDuration } from '../../kernel/duration.js';
import { LIMITS } from '../../kernel/limits.js';
import type { Settings } from '../definition/settings.js';
import type { ExecutionStatus } from '../log/execution.js';
import { hasEnded } from '../log/execution.js';

/** The settings that limit who may enter and how many. */
export type EntryRules = Pick<Settings, 'reentry' | 'throttle' | 'debounce'>;

/** The last execution of an automation for a subject. */
export interface LastEntry {
  executionId: string;
  /** When it was started. */
  startedAt: Date;
  /** Null if it no longer exists. */
  status: ExecutionStatus | null;
  /** Whether a worker has had it. */
  hasBegun: boolean;
}

/** What is known when an execution asks to enter. */
export interface Gate {
  last: LastEntry | null;
  /** The starts that its throttle counts, ascending. */
  starts: readonly Date[];
  now: Date;
}

/** The reasons why an execution may not start although its automation's conditions hold. */
export type EntryRefusal = 'ALREADY_RUNNING' | 'ALREADY_RAN' | 'COOLING_DOWN' | 'THROTTLED';

/** What follows: it starts, now or at a time, perhaps in place of another; its event replaces that of a waiting one; or it does not start. */
export type Entry =
  | { verdict: 'start'; at: Date; isDelayed: boolean; ends: string | null }
  | { verdict: 'replace'; executionId: string; at: Date }
  | { verdict: 'refuse'; outcome: EntryRefusal; reason: string; executionId: string | null };

/** Decides whether an execution may start. */
export function enter(rules: EntryRules, gate: Gate): Entry {
  return replaced(rules, gate) ?? barred(rules, gate) ?? throttled(rules, gate) ?? started(rules, gate);
}

/** Whether the settings concern the last execution for the same subject. */
export const asksForLast = ({ reentry, debounce }: EntryRules): boolean =>
  debounce !== undefined ||
  (reentry !== undefined && (reentry.mode !== 'EVERY_EVENT' || reentry.cooldown !== undefined));

function replaced({ debounce }: EntryRules, { last, now }: Gate): Entry | null {
  if (!debounce || !last || last.hasBegun || last.status !== 'SLEEPING') return null;
  const latest = later(last.startedAt, debounce.max);
  const quiet = later(now, debounce.quiet);
  return { verdict: 'replace', executionId: last.executionId, at: quiet < latest ? quiet : latest };
}

function barred({ reentry }: EntryRules, { last, now }: Gate): Entry | null {
  if (!reentry || !last) return null;
  const { executionId, startedAt } = last;
  const refuse = (outcome: EntryRefusal, reason: string): Entry => ({
    verdict: 'refuse',
    outcome,
    reason,
    executionId,
  });
  const whose = reentry.by === 'ORDER' ? 'order' : 'contact';
  if (reentry.mode === 'ONCE')
    return refuse('ALREADY_RAN', `It runs once for each ${whose}, and ran at ${startedAt.toISOString()}`);
  if (reentry.mode === 'ONE_AT_A_TIME' && isUnfinished(last))
    return refuse('ALREADY_RUNNING', `It runs once at a time for each ${whose}, and has not finished`);
  const until = reentry.cooldown && later(startedAt, reentry.cooldown);
  if (until && until > now)
    return refuse(
      'COOLING_DOWN',
      `It started at ${startedAt.toISOString()}, and may start again after ${reentry.cooldown}`,
    );
  return null;
}

function throttled({ throttle, ...rules }: EntryRules, gate: Gate): Entry | null {
  if (!throttle) return null;
  const { limit, per, over } = throttle;
  const first = gate.starts.at(-limit);
  const at = gate.starts.length < limit || !first ? gate.now : later(first, per);
  if (at <= gate.now) return null;
  const tooFar = at.getTime() - gate.now.getTime() > LIMITS.maxWaitUntilMs;
  if (over === 'DROP' || tooFar) {
    const reason = `It starts at most ${limit} times in ${per}; the next place is free at ${at.toISOString()}`;
    return { verdict: 'refuse', outcome: 'THROTTLED', reason, executionId: null };
  }
  return { ...started(rules, gate), at, isDelayed: true };
}

function started({ reentry, debounce }: EntryRules, { last, now }: Gate): Extract<Entry, { verdict: 'start' }> {
  const ends = reentry?.mode === 'RESTART' && last && isUnfinished(last) ? last.executionId : null;
  return { verdict: 'start', at: debounce ? later(now, debounce.quiet) : now, isDelayed: debounce !== undefined, ends };
}

const isUnfinished = ({ status }: LastEntry) => status !== null && !hasEnded(status);

const later = (time: Date, duration: string) => new Date(time.getTime() + parseDuration(duration)!);
