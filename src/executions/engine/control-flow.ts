import type { JsonObject } from '../../kernel/json.js';
import { eventsByIds } from '../../platform/outbox/event-log.service.js';
import { eventsAfter } from '../../platform/outbox/events-after.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import type { FactLoader } from '../../platform/facts/fact-loader.js';
import type { Transaction } from '../../platform/work/transaction.js';
import { isDoneBy, stoppedBy, type AwaitedEvents, type Waiting } from '../control/awaited-events.js';
import { CONTROL_STEPS } from '../control/control-steps.js';
import type { Move } from '../log/moves.js';
import type { ClaimedExecution } from './claimed-execution.js';
import { scopeOf } from './scope.js';

const NOW = 'SELECT clock_now() AS now';

/** The database's time. */
export const timeNow = async ({ query }: Pick<Transaction, 'query'>): Promise<Date> =>
  (await query<{ now: Date }>(NOW))[0]!.now;

// In the order of their ids, as the dispatcher locks them.
const LOCK = `SELECT id, met_event_id AS "metEventId" FROM execution WHERE id = ANY($1) ORDER BY id FOR UPDATE`;

const PAGE = 200;

/**
 * Locks executions before one of them looks for an event that it waits for. If the look does not see an event, the event commits after
 * the look: its dispatch then finds the wait, and waits for this lock before it wakes the execution.
 */
export async function lockListeners(executions: readonly ClaimedExecution[], { query }: Transaction): Promise<void> {
  if (!executions.some(({ execution }) => execution.awaitsEvent !== null)) return;
  // All, so that none is locked later: only then is the order that of the ids, as in a dispatch.
  const rows = await query<{ id: string; metEventId: string | null }>(LOCK, [executions.map(({ id }) => id)]);
  const met = new Map(rows.map(({ id, metEventId }) => [id, metEventId]));
  for (const execution of executions) execution.metEventId = met.get(execution.id) ?? null;
}

/**
 * Ends an execution at its beginning if an event of `stopWhen` has happened since the one that started it. An event that commits
 * after this look is dispatched after the execution was stored, and its dispatch ends the execution.
 */
export async function stoppedBefore(
  claimed: ClaimedExecution,
  { query }: Transaction,
  facts: FactLoader,
): Promise<Move | null> {
  const { stopWhen } = claimed.definition.settings;
  if (stopWhen.length === 0 || claimed.steps.size > 0) return null;
  for (const { awaited, reason } of stopWhen) {
    const found = await look({ awaited, wait: stoppedBy(claimed.event) }, { claimed, query, facts, hasLooked: false });
    if (found) return claimed.next({ type: 'stop asked', reason: { code: 'STOPPED', message: reason } });
  }
  return null;
}

/** Lets the control step that an execution has reached decide how it goes on. */
export async function decideCourse(
  claimed: ClaimedExecution,
  { query }: Transaction,
  facts: FactLoader,
): Promise<Move> {
  const { entry, event, execution, step } = claimed;
  const beganMs = claimed.elapsedMs;
  const scope = await scopeOf(claimed, facts);
  const params = CONTROL_STEPS.get(entry.type)!.params.parse(entry.params.render(scope)) as JsonObject;
  claimed.input = params;
  const course = await entry.control!.decide({
    params,
    scope,
    event,
    step,
    steps: [...claimed.steps.values()],
    isListening: execution.awaitsEvent !== null,
    now: () => timeNow({ query }),
    find: (awaited, wait) => find(awaited, wait, { claimed, query, facts }),
  });
  const input = step?.startedAt ? step.input : params;
  const attempt = { attempts: 1, input, beganMs: step?.startedAt ? null : beganMs, elapsedMs: claimed.elapsedMs };
  return claimed.next({ type: 'decided', course, attempt })!;
}

/**
 * The first look reads all events since. Later looks read only events that are not dispatched yet: the dispatcher compares each event
 * that it dispatches with the wait, and writes the one that ends it into the row of an execution that is awake.
 */
async function find(awaited: AwaitedEvents, wait: Waiting, around: Look): Promise<StoredEvent | undefined> {
  const { claimed, query } = around;
  const { workspaceId } = claimed.execution;
  const ids = claimed.metEventId ? [claimed.metEventId] : [];
  const [told] = ids.length > 0 ? await eventsByIds({ workspaceId, query }, ids) : [];
  const hasLooked = claimed.step!.output !== null;
  return (hasLooked && told) || ((await look({ awaited, wait }, { ...around, hasLooked })) ?? told ?? undefined);
}

type Look = { claimed: ClaimedExecution; query: Transaction['query']; facts: FactLoader };

/** The first event that has happened of those that end a wait; if `hasLooked`, of those that are not dispatched. */
async function look(
  { awaited, wait }: { awaited: AwaitedEvents; wait: Waiting },
  { claimed, query, facts, hasLooked }: Look & { hasLooked: boolean },
): Promise<StoredEvent | undefined> {
  const { workspaceId, contactId, orderId, id: afterId } = claimed.event;
  const about = { workspaceId, type: awaited.eventType, contactId, orderId, afterId, limit: PAGE };
  for (let afterSeq = String(wait.afterSeq); ;) {
    const events = await eventsAfter(query, { ...about, afterSeq, undispatched: hasLooked });
    for (const event of events.filter((each) => !isDoneBy(each, claimed.id)))
      if (await awaited.include(event, wait, facts)) return event;
    if (events.length < PAGE) return undefined;
    afterSeq = events.at(-1)!.seq;
  }
}
