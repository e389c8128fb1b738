import { Injectable } from '@nestjs/common';
import { Engine } from '../../executions/engine/engine.js';
import { ExecutionQueue } from '../../executions/queue/execution-queue.js';
import { ExecutionMover } from '../../executions/engine/execution-mover.js';
import { debouncedInto, Entries } from '../../executions/entry/entries.service.js';
import type { Entered, Round } from '../../executions/entry/round.js';
import type { Execution } from '../../executions/log/execution.js';
import { startExecutions, type Started } from '../../executions/log/start-executions.js';
import { Stops } from '../../executions/waits/stops.service.js';
import { Waits } from '../../executions/waits/waits.service.js';
import type { Statement } from '../../platform/database/statement.js';
import type { PublishedEvent } from '../../platform/outbox/event-store.js';
import type { Transaction } from '../../platform/work/transaction.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import type { Decided } from '../decisions/decide.js';

/** An event, the decisions about it, and the revision of its listeners. */
export interface DecidedEvent {
  event: PublishedEvent;
  revision: string;
  decided: Decided[];
}

/** What a dispatch did. */
export interface Taken extends Started {
  /** Executions that these events woke, ended or put off. */
  changed: Execution[];
}

type Query = Pick<Transaction, 'query'>;

/** Commits what was decided about events: takes them out of the outbox, stores the decisions, starts executions, and meets what waits. */
@Injectable()
export class Intake {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly engine: Engine,
    private readonly queue: ExecutionQueue,
    private readonly entries: Entries,
    private readonly stops: Stops,
    private readonly waits: Waits,
    private readonly mover: ExecutionMover,
  ) {}

  /** Commits, calls `told` before what was started begins, and tells subscribers of executions that were woken, ended or put off. */
  async take(events: DecidedEvent[], told: (started: Started) => void): Promise<void> {
    if (events.every(isPlain)) {
      const starting = events.filter(({ decided }) => decided.some(({ execution }) => execution));
      const workspaceIds = new Set(starting.map(({ event }) => event.workspaceId));
      return this.engine.queueAndAdmit(statementOf(events), [...workspaceIds], told);
    }
    const { changed, ...started } = await this.unitOfWork.transaction((transaction) =>
      this.takeWithin(transaction, events),
    );
    await this.tell(changed);
    told(started);
    this.queue.ringFor(started.executions);
  }

  /** Tells of executions that were woken, ended or put off. Call it after the commit. */
  tell(changed: Execution[]): Promise<void> {
    return this.mover.tell(changed);
  }

  /** The same within an open transaction; tell of the changed executions after the commit. */
  async takeWithin(transaction: Query, events: DecidedEvent[]): Promise<Taken> {
    const { admitted, round } = await this.admit(transaction, events);
    const awaited = admitted.map(({ event }) => event).filter(({ isAwaited }) => isAwaited);
    // Sent in one message: most awaited events meet nothing.
    const [started, stoppable, waiting] = await Promise.all([
      this.start(transaction, admitted),
      awaited.length > 0 ? this.stops.find(transaction, awaited) : [],
      awaited.length > 0 ? this.waits.find(transaction, awaited) : [],
    ]);
    const replaced = round ? await this.entries.complete(transaction, round) : [];
    const taken = awaited.filter(({ id }) => started.eventIds.has(id));
    const stopped = await this.stops.meet(transaction, taken, stoppable);
    const met = await this.waits.meet(transaction, taken, waiting);
    return { ...started, changed: [...replaced, ...stopped, ...met] };
  }

  private async start({ query }: Query, events: DecidedEvent[]): Promise<Started> {
    const { text, values, read } = statementOf(events);
    return read(await query(text, values));
  }

  private async admit(
    transaction: Query,
    events: DecidedEvent[],
  ): Promise<{ admitted: DecidedEvent[]; round: Round | null }> {
    if (!events.some(hasEntrant)) return { admitted: events, round: null };
    const { ids, now } = await this.entries.hold(
      transaction,
      events.map(({ event }) => event.id),
    );
    // Another dispatch has the others.
    const held = events.filter(({ event }) => ids.has(event.id));
    const entrants = held.flatMap(({ decided }) => decided.flatMap(({ entrant }) => entrant ?? []));
    const round = await this.entries.decide(transaction, entrants, now);
    const results = [...round.results].reverse();
    const admitted = held.map((each) => ({
      ...each,
      decided: each.decided.map((one) => (one.entrant ? afterEntry(one, results.pop()!) : one)),
    }));
    return { admitted, round };
  }
}

const isPlain = (each: DecidedEvent) => !each.event.isAwaited && !hasEntrant(each);

const hasEntrant = ({ decided }: DecidedEvent) => decided.some(({ entrant }) => entrant !== null);

/** A decision to start, once it is known what became of the execution. */
function afterEntry({ decision, entrant }: Decided, entered: Entered): Decided {
  switch (entered.as) {
    case 'started':
      return { decision: { ...decision, executionId: entered.execution.id }, execution: entered.execution, entrant };
    case 'joined':
      return { decision: { ...decision, executionId: entered.executionId }, execution: null, entrant };
    case 'replaced':
      return {
        decision: { ...decision, ...debouncedInto(entered.executionId, entered.byEventId) },
        execution: null,
        entrant,
      };
    case 'refused': {
      const { outcome, reason, executionId } = entered;
      return { decision: { ...decision, outcome, reason, executionId }, execution: null, entrant };
    }
  }
}

function statementOf(events: DecidedEvent[]): Statement<Started> {
  const dispatched = events.map(({ event, revision, decided }) => ({
    eventId: event.id,
    workspaceId: event.workspaceId,
    revision,
    decisions: decided.map(({ decision }) => ({ ...decision })),
  }));
  return startExecutions(
    dispatched,
    events.flatMap(({ decided }) => decided.flatMap(({ execution }) => execution ?? [])),
  );
}
