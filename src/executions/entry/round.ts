import { LIMITS } from '../../kernel/limits.js';
import type { ExecutionError } from '../log/execution.js';
import type { NewExecution } from '../log/start-executions.js';
import { asksForLast, enter, type Entry, type EntryRefusal, type EntryRules, type LastEntry } from './enter.js';

/** An execution that asks to enter. */
export interface Entrant {
  rules: EntryRules;
  execution: NewExecution;
  /** The contact and the order of its event. */
  contactId: string | null;
  orderId: string | null;
}

/** What became of an entrant. */
export type Entered =
  /** It starts, perhaps later. */
  | { as: 'started'; execution: NewExecution }
  /** Its event takes the place of the one that a waiting execution had. */
  | { as: 'joined'; executionId: string }
  /** A later event of the same batch took its place. */
  | { as: 'replaced'; executionId: string; byEventId: string }
  | { as: 'refused'; outcome: EntryRefusal; reason: string; executionId: string | null };

/** The last execution for a subject, and its event. */
export type Last = LastEntry & { eventId: string | null };

/** A waiting execution with another event, and the event that it had before this round. */
export interface Joined {
  execution: NewExecution;
  eventId: string | null;
}

/** Names the row that an entrant depends on: its automation, or what a throttle counts, and the contact or order. */
export interface Key {
  workspaceId: string;
  a: string;
  b: string;
}

/** The name of such a row. */
export const named = ({ a, b }: Pick<Key, 'a' | 'b'>) => `${a} ${b}`;

/** The row with the last execution that an entrant depends on; null if it depends on none, or its event is about nothing. */
export function entryKey({ rules, execution, contactId, orderId }: Entrant): Key | null {
  const subject = rules.reentry?.by === 'ORDER' ? (orderId ?? contactId) : (contactId ?? orderId);
  const { workspaceId, automationId } = execution;
  return subject && asksForLast(rules) ? { workspaceId, a: automationId, b: subject } : null;
}

/** The row with the starts that its throttle counts; null if it has none. */
export function throttleKey({ rules, execution, contactId, orderId }: Entrant): Key | null {
  if (!rules.throttle) return null;
  const { workspaceId, automationId } = execution;
  const about = { WORKSPACE: workspaceId, AUTOMATION: automationId, CONTACT: contactId ?? orderId ?? automationId };
  const a = rules.throttle.by === 'WORKSPACE' ? workspaceId : automationId;
  return { workspaceId, a, b: about[rules.throttle.by] };
}

type Starting = Extract<Entry, { verdict: 'start' }>;

/** Decides about one entrant after another, each after what the ones before it have changed. */
export class Round {
  /** The rows that changed. */
  readonly entries = new Map<string, Key & Last>();
  readonly throttles = new Map<string, Key & { starts: Date[] }>();
  /** Why executions end that others take the place of, by their id. */
  readonly ended = new Map<string, ExecutionError>();
  /** Waiting executions of the database that get another event, by their id. */
  readonly joined = new Map<string, Joined>();
  /** The entrant that each execution of this round belongs to. */
  private readonly holders = new Map<string, number>();
  private readonly entered: Entered[] = [];

  constructor(
    private readonly now: Date,
    private readonly lasts: Map<string, Last>,
    private readonly starts: Map<string, Date[]>,
  ) {}

  /** Decides about an entrant. */
  enter(entrant: Entrant): void {
    const keys = { entry: entryKey(entrant), throttle: throttleKey(entrant) };
    const last = (keys.entry && this.lasts.get(named(keys.entry))) ?? null;
    const starts = (keys.throttle && this.starts.get(named(keys.throttle))) ?? [];
    const entry = enter(entrant.rules, { last, starts, now: this.now });
    switch (entry.verdict) {
      case 'refuse': {
        const { outcome, reason, executionId } = entry;
        this.entered.push({ as: 'refused', outcome, reason, executionId });
        break;
      }
      case 'replace':
        this.replace({ ...last!, key: keys.entry! }, entrant.execution, entry.at);
        break;
      case 'start':
        this.start(entrant, entry, keys.entry);
        if (keys.throttle) this.count(keys.throttle, counted(starts, entry.at).slice(-mostStarts(entrant.rules)));
    }
  }

  /** What became of the entrants, in their order. */
  get results(): readonly Entered[] {
    return this.entered;
  }

  private start({ execution }: Entrant, { at, isDelayed, ends }: Starting, key: Key | null): void {
    const { id: executionId, eventId } = execution;
    if (ends) this.ended.set(ends, restartedBy(execution));
    const status = isDelayed ? 'SLEEPING' : 'QUEUED';
    if (key) this.remember(key, { executionId, startedAt: this.now, status, hasBegun: false, eventId });
    this.holders.set(executionId, this.entered.length);
    this.entered.push({ as: 'started', execution: isDelayed ? this.waking(execution, at) : execution });
  }

  private replace({ key, ...last }: Last & { key: Key }, execution: NewExecution, at: Date): void {
    const { executionId, eventId } = last;
    const holder = this.holders.get(executionId);
    const isNew = holder !== undefined && this.entered[holder]!.as === 'started';
    if (holder !== undefined) this.entered[holder] = { as: 'replaced', executionId, byEventId: execution.eventId };
    this.holders.set(executionId, this.entered.length);
    const waiting = this.waking({ ...execution, id: executionId }, at);
    if (!isNew)
      this.joined.set(executionId, { execution: waiting, eventId: this.joined.get(executionId)?.eventId ?? eventId });
    this.entered.push(isNew ? { as: 'started', execution: waiting } : { as: 'joined', executionId });
    this.remember(key, { ...last, eventId: execution.eventId });
  }

  private waking(execution: NewExecution, at: Date): NewExecution {
    return { ...execution, wakeInMs: Math.max(0, at.getTime() - this.now.getTime()) };
  }

  private remember(key: Key, last: Last): void {
    this.lasts.set(named(key), last);
    this.entries.set(named(key), { ...key, ...last });
  }

  private count(key: Key, starts: Date[]): void {
    this.starts.set(named(key), starts);
    this.throttles.set(named(key), { ...key, starts });
  }
}

// A delay of one automation may lie after the start of another that shares the count.
const counted = (starts: readonly Date[], at: Date) => [...starts, at].sort((a, b) => a.getTime() - b.getTime());

// Automations with different limits share what a workspace counts.
const mostStarts = ({ throttle }: EntryRules) =>
  !throttle || throttle.by === 'WORKSPACE' ? LIMITS.maxThrottle : throttle.limit;

const restartedBy = ({ id }: NewExecution): ExecutionError => ({
  code: 'RESTARTED',
  message: `Execution ${id} began for the same contact or order`,
});
