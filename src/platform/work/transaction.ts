import type { QueryResult } from 'pg';
import { appendEvents, toEventRow, type EventRow, type PublishedEvent } from '../outbox/event-store.js';
import type { Origin } from '../events/origin.js';
import { together, type Connection } from '../database/connection.js';
import type { Statement } from '../database/statement.js';
import type { Work } from './work.js';

/**
 * One open transaction with pipelined statements, so BEGIN and COMMIT cost no extra round trip. If what begins it fails, the
 * whole transaction fails.
 */
export class Transaction {
  /** When Postgres had begun it at the latest, by this process's own clock; null until that is known. */
  begunBy: number | null = null;
  /** What is done after the commit. */
  readonly followUps: (() => Promise<unknown>)[] = [];
  private readonly events: EventRow[] = [];

  constructor(
    private readonly connection: Connection,
    begin = 'BEGIN',
  ) {
    markActive(connection, true);
    together(connection.client);
    // If BEGIN fails, so does the first statement; an unhandled rejection would end the process.
    connection.client.query(begin).then(
      () => (this.begunBy = performance.now()),
      () => undefined,
    );
  }

  /** A unit of work of this transaction, for one origin. */
  work(origin: Origin): Work {
    return {
      workspaceId: origin.workspaceId,
      origin,
      manager: this.connection.runner.manager,
      query: (text, values) => this.query(text, values),
      publish: (event) => void this.events.push(toEventRow({ origin, event })),
      afterCommit: (action) => void this.followUps.push(action),
    };
  }

  /** One prepared statement on this transaction. */
  query = async <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> => {
    const result = await this.connection.client.query(this.connection.prepare(text, values));
    return result.rows as Row[];
  };

  /** Stores the published events, runs the sealing statement and commits, all in one round trip. */
  async commit<Sealed>(seal?: Statement<Sealed>): Promise<[PublishedEvent[], Sealed | undefined]> {
    const append = this.events.length > 0 ? appendEvents(this.events) : undefined;
    together(this.connection.client);
    const appended = append && this.send(append);
    const sealed = seal && this.send(seal);
    const committed = this.connection.client.query('COMMIT');
    // The first failure is the cause; the others are consequences.
    const outcomes = await Promise.allSettled([appended, sealed, committed]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    assertCommitted(await committed);
    markActive(this.connection, false);
    return [(await appended) ?? [], await sealed];
  }

  /** Rolls back all changes. */
  async rollback(): Promise<void> {
    markActive(this.connection, false);
    await this.connection.client.query('ROLLBACK').catch(() => undefined);
  }

  /** Returns the connection to the pool. */
  async release(): Promise<void> {
    await this.connection.runner.release();
  }

  private async send<Result>({ text, values, read }: Statement<Result>): Promise<Result> {
    return read(await this.query(text, values));
  }
}

// TypeORM asks its runner; our BEGIN bypasses it for pipelining.
function markActive({ runner }: Connection, isTransactionActive: boolean): void {
  Object.assign(runner, { isTransactionActive });
}

// Postgres answers COMMIT of a failed transaction with success and the tag ROLLBACK.
function assertCommitted(result: QueryResult): void {
  if (result.command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back');
}
