import { Injectable } from '@nestjs/common';
import { toJsonText } from '../../kernel/json.js';
import type { Transaction } from '../../platform/work/transaction.js';
import { ExecutionMover, standingColumns } from '../engine/execution-mover.js';
import type { Execution } from '../log/execution.js';
import { Endings } from '../waits/endings.service.js';
import {
  ANOTHER_UNFINISHED,
  HOLD_EVENTS,
  HOLD_SLEEPERS,
  LOCK_ENTRIES,
  LOCK_ENTRIES_OF,
  LOCK_THROTTLES,
  READ_ENTRIES,
  REPLACE_CAUSES,
  REPLACE_DECISIONS,
  TAKE_ENTRIES,
  WRITE_ENTRIES,
  WRITE_THROTTLE,
} from './entries.statements.js';
import { entryKey, named, Round, throttleKey, type Entrant, type Joined, type Key, type Last } from './round.js';

type Query = Pick<Transaction, 'query'>;

const REPLACED = `SELECT ${standingColumns('e')} FROM execution e WHERE e.id = ANY($1) ORDER BY e.id FOR UPDATE OF e`;

/** Decides which executions may start where the settings of their automation limit it, one after another in the order given. */
@Injectable()
export class Entries {
  constructor(
    private readonly mover: ExecutionMover,
    private readonly endings: Endings,
  ) {}

  /** Takes these events out of the line of other dispatches until the end of the transaction. Resolves with those that none has taken, and the time. */
  async hold({ query }: Query, eventIds: readonly string[]): Promise<{ ids: ReadonlySet<string>; now: Date }> {
    const held = await query<{ id: string; now: Date }>(HOLD_EVENTS, [eventIds]);
    return { ids: new Set(held.map(({ id }) => id)), now: held[0]?.now ?? new Date(0) };
  }

  /** Locks what the entrants depend on until the end of the transaction, and decides about each. */
  async decide(transaction: Query, entrants: readonly Entrant[], now: Date): Promise<Round> {
    const round = new Round(now, await lasts(transaction, entrants), await throttles(transaction, entrants));
    for (const entrant of entrants) round.enter(entrant);
    return round;
  }

  /**
   * Writes down who entered and ends what they take the place of, once their executions and decisions are inserted. Resolves with
   * the executions that changed; tell of them after the commit.
   */
  async complete(transaction: Query, round: Round): Promise<Execution[]> {
    const entries = [...round.entries.values()];
    if (entries.length > 0)
      await transaction.query(WRITE_ENTRIES, [
        ...columns(entries),
        entries.map(({ executionId }) => executionId),
        entries.map(({ startedAt }) => startedAt),
      ]);
    for (const { a, b, starts } of round.throttles.values()) await transaction.query(WRITE_THROTTLE, [a, b, starts]);
    return [...(await this.endings.end(transaction, round.ended)), ...(await this.join(transaction, round.joined))];
  }

  /** Makes an execution that goes on again the last of its subject. Resolves with the unfinished one in its way, if only one may be unfinished. */
  async reenter(work: Query & { workspaceId: string }, executionId: string): Promise<string | null> {
    const keys = await work.query<Pick<Key, 'a' | 'b'>>(LOCK_ENTRIES_OF, [work.workspaceId, executionId]);
    if (keys.length === 0) return null;
    const [another] = await work.query<{ id: string }>(ANOTHER_UNFINISHED, [...columns(keys), executionId]);
    if (another) return another.id;
    await work.query(TAKE_ENTRIES, [...columns(keys), executionId]);
    return null;
  }

  private async join(transaction: Query, joined: Round['joined']): Promise<Execution[]> {
    if (joined.size === 0) return [];
    const waiting = [...joined.values()];
    await transaction.query(REPLACE_CAUSES, [toJsonText(waiting.map(({ execution }) => ({ ...execution })))]);
    const changes = changesOfDecisions(waiting);
    await transaction.query(REPLACE_DECISIONS, [[...changes.keys()], [...changes.values()].map(toJsonText)]);
    const found = { text: REPLACED, values: [[...joined.keys()]] };
    return this.mover.moveWithin(transaction, found, ({ id }) => ({
      type: 'put off',
      inMs: joined.get(id)!.execution.wakeInMs!,
    }));
  }
}

/** What a decision says whose event was replaced by a later one. */
export const debouncedInto = (executionId: string, byEventId: string) => ({
  outcome: 'DEBOUNCED_INTO' as const,
  reason: `Event ${byEventId} followed before it was quiet, and took its place`,
  executionId,
});

/** The changes of decisions by event, and in each by automation: one event may have begun several waiting executions. */
function changesOfDecisions(waiting: readonly Joined[]): Map<string, Record<string, object>> {
  const changes = new Map<string, Record<string, object>>();
  for (const { execution, eventId } of waiting) {
    if (eventId === null) continue;
    const { id, automationId } = execution;
    changes.set(eventId, { ...changes.get(eventId), [automationId]: debouncedInto(id, execution.eventId) });
  }
  return changes;
}

const columns = (keys: readonly Pick<Key, 'a' | 'b'>[]) => [keys.map(({ a }) => a), keys.map(({ b }) => b)];

const distinct = (keys: (Key | null)[]): Key[] => [
  ...new Map(keys.flatMap((key) => (key ? [[named(key), key]] : []))).values(),
];

async function lasts({ query }: Query, entrants: readonly Entrant[]): Promise<Map<string, Last>> {
  const keys = distinct(entrants.map(entryKey));
  if (keys.length === 0) return new Map();
  await query(LOCK_ENTRIES, [keys.map(({ workspaceId }) => workspaceId), ...columns(keys)]);
  const found = await query<Last & Pick<Key, 'a' | 'b'>>(READ_ENTRIES, columns(keys));
  const sleepers = found.filter(({ status, hasBegun }) => status === 'SLEEPING' && !hasBegun);
  const ids = sleepers.map(({ executionId }) => executionId);
  const held = new Set(ids.length > 0 ? (await query<{ id: string }>(HOLD_SLEEPERS, [ids])).map(({ id }) => id) : []);
  return new Map(
    found.map(({ a, b, ...last }) => [
      named({ a, b }),
      { ...last, hasBegun: last.hasBegun || (last.status === 'SLEEPING' && !held.has(last.executionId)) },
    ]),
  );
}

async function throttles({ query }: Query, entrants: readonly Entrant[]): Promise<Map<string, Date[]>> {
  const keys = distinct(entrants.map(throttleKey));
  if (keys.length === 0) return new Map();
  const rows = await query<Pick<Key, 'a' | 'b'> & { starts: Date[] }>(LOCK_THROTTLES, [
    keys.map(({ workspaceId }) => workspaceId),
    ...columns(keys),
  ]);
  return new Map(rows.map((row) => [named(row), row.starts]));
}
