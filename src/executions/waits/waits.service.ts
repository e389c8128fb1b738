import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { FactLoader } from '../../platform/facts/fact-loader.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import type { Transaction } from '../../platform/work/transaction.js';
import { DefinitionCache } from '../compiled/definition-cache.js';
import { isDoneBy, waitingOf, type Waiting } from '../control/awaited-events.js';
import { matched } from '../control/wait-for-event.js';
import { ExecutionMover, standingColumns } from '../engine/execution-mover.js';
import type { Execution, Step } from '../log/execution.js';
import { keysOf } from './event-keys.js';

/** An execution that may wait for one of some events, as it was when it was found. */
export interface Waiter {
  id: string;
  definitionId: string;
  nextStep: number;
  cause: Waiting['event'];
  steps: Step[];
}

/** What ended a wait. */
interface Met {
  candidate: Waiter;
  output: ReturnType<typeof matched>['output'];
}

const CANDIDATES = `SELECT id, definition_id AS "definitionId", next_step AS "nextStep", cause, steps FROM executions_waiting_for($1, $2, $3, $4)`;

// A worker that is about to put one of them to sleep holds its lock, and has not seen these events.
const LOCKED = `SELECT ${standingColumns('e', true)} FROM execution e WHERE e.id = ANY($1) ORDER BY e.id FOR UPDATE OF e`;

// An execution that woke at its timeout, or has not looked yet, is moved only by its worker: the event is written into its row. The first event wins.
const TOLD = `
  UPDATE execution e SET met_event_id = t.event_id FROM unnest($1::uuid[], $2::uuid[]) AS t(id, event_id)
  WHERE e.id = t.id AND e.met_event_id IS NULL`;

const eventOf = ({ output }: Met) => output.event.id;

/** Tells executions that wait for an event of those that happen. */
@Injectable()
export class Waits {
  constructor(
    private readonly database: Database,
    private readonly definitions: DefinitionCache,
    private readonly mover: ExecutionMover,
  ) {}

  /** What may wait for these events. Ask it after the statement that takes them out of the outbox, in the same transaction. */
  find({ query }: Pick<Transaction, 'query'>, events: readonly StoredEvent[]): Promise<Waiter[]> {
    return query<Waiter>(CANDIDATES, keysOf(events));
  }

  /**
   * Wakes those found that wait for these events, each by the first that ends its wait. Runs in the transaction that takes the
   * events out of the outbox; tell of the executions after the commit.
   */
  async meet(
    transaction: Pick<Transaction, 'query'>,
    events: readonly StoredEvent[],
    candidates: readonly Waiter[],
  ): Promise<Execution[]> {
    const facts = new FactLoader((workspaceId) => this.database.reader(workspaceId));
    const met = new Map<string, Met>();
    for (const candidate of candidates) {
      const output = await this.firstOf(events, candidate, facts);
      if (output) met.set(candidate.id, { candidate, output });
    }
    if (met.size === 0) return [];
    const awake: Met[] = [];
    const woken = await this.mover.moveWithin(transaction, { text: LOCKED, values: [[...met.keys()]] }, (found) => {
      const { candidate, output } = met.get(found.id)!;
      if (found.awaitsEvent === null || found.nextStep !== candidate.nextStep) return null;
      if (found.status !== 'SLEEPING') awake.push(met.get(found.id)!);
      return { type: 'met', output };
    });
    if (awake.length > 0) await transaction.query(TOLD, [awake.map(({ candidate: { id } }) => id), awake.map(eventOf)]);
    return woken;
  }

  private async firstOf(events: readonly StoredEvent[], candidate: Waiter, facts: FactLoader) {
    const { id, definitionId, nextStep, cause, steps } = candidate;
    const definition = (await this.definitions.load([definitionId])).get(definitionId)!;
    const awaited = definition instanceof Error ? undefined : definition.actions[nextStep]?.control?.awaited;
    if (!awaited) return undefined;
    const waiting = waitingOf(cause, steps, nextStep);
    for (const event of events.filter((each) => !isDoneBy(each, id)))
      if (await awaited.include(event, waiting, facts)) return matched(awaited, event).output;
    return undefined;
  }
}
