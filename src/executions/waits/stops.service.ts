import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { FactLoader } from '../../platform/facts/fact-loader.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import type { Transaction } from '../../platform/work/transaction.js';
import { DefinitionCache } from '../compiled/definition-cache.js';
import { isDoneBy, stoppedBy, type Waiting } from '../control/awaited-events.js';
import type { Execution, ExecutionError } from '../log/execution.js';
import { Endings } from './endings.service.js';
import { keysOf } from './event-keys.js';

/** An unfinished execution that an event of some types may end. */
export interface Stoppable {
  id: string;
  definitionId: string;
  cause: Waiting['event'];
}

const CANDIDATES = `SELECT id, definition_id AS "definitionId", cause FROM executions_stopped_by($1, $2, $3, $4)`;

/** Ends executions when an event of their automation's `stopWhen` happens. */
@Injectable()
export class Stops {
  constructor(
    private readonly database: Database,
    private readonly definitions: DefinitionCache,
    private readonly endings: Endings,
  ) {}

  /** What these events may end. Ask it after the statement that takes them out of the outbox, in the same transaction. */
  find({ query }: Pick<Transaction, 'query'>, events: readonly StoredEvent[]): Promise<Stoppable[]> {
    return query<Stoppable>(CANDIDATES, keysOf(events));
  }

  /**
   * Ends those found that these events end. Runs in the transaction that takes the events out of the outbox. Resolves with the
   * executions that ended now; tell of them after the commit.
   */
  async meet(
    transaction: Pick<Transaction, 'query'>,
    events: readonly StoredEvent[],
    candidates: readonly Stoppable[],
  ): Promise<Execution[]> {
    const facts = new FactLoader((workspaceId) => this.database.reader(workspaceId));
    const reasons = new Map<string, ExecutionError>();
    for (const candidate of candidates) {
      const message = await this.reasonOf(candidate, events, facts);
      if (message !== undefined) reasons.set(candidate.id, { code: 'STOPPED', message });
    }
    return this.endings.end(transaction, reasons);
  }

  // What an execution does itself does not end it.
  private async reasonOf({ id, definitionId, cause }: Stoppable, events: readonly StoredEvent[], facts: FactLoader) {
    const definition = (await this.definitions.load([definitionId])).get(definitionId)!;
    const { stopWhen } = definition instanceof Error ? { stopWhen: [] } : definition.settings;
    for (const event of events.filter((each) => !isDoneBy(each, id)))
      for (const { awaited, reason } of stopWhen)
        if (await awaited.include(event, stoppedBy(cause), facts)) return reason;
    return undefined;
  }
}
