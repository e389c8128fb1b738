import { Injectable } from '@nestjs/common';
import { EventAnnouncer } from '../events/event-announcer.js';
import type { Origin } from '../events/origin.js';
import { inSpan } from '../tracing/tracing.js';
import { Database } from './database.js';
import type { Statement } from './statement.js';
import type { Reader } from './reader.js';
import { Transaction } from './transaction.js';
import type { Work } from './work.js';

/** The one way to change anything: a transaction that carries its events. */
@Injectable()
export class UnitOfWork {
  constructor(
    private readonly database: Database,
    private readonly announcer: EventAnnouncer,
  ) {}

  /** Runs the work in one transaction and resolves after its commit; listeners are told then, never before. */
  async run<T>(origin: Origin, body: (work: Work) => Promise<T>): Promise<T> {
    const attributes = { 'crm.workspace_id': origin.workspaceId, 'crm.actor': origin.actor.type };
    return inSpan({ name: 'change', attributes }, () => this.transaction((transaction) => body(transaction.work(origin))));
  }

  /** Works of several origins in one transaction: all commit, or none does. */
  async transaction<T>(body: (transaction: Transaction) => Promise<T>): Promise<T> {
    const [result] = await this.sealed(body, () => undefined);
    return result;
  }

  /**
   * The same, with one last statement that travels with the COMMIT and is not waited for before it: when it fails, the
   * transaction does. Resolves with what the body and the seal returned.
   */
  async sealed<T, Sealed>(
    body: (transaction: Transaction) => Promise<T>,
    seal: (result: T) => Statement<Sealed> | undefined,
  ): Promise<[T, Sealed | undefined]> {
    const connection = await this.database.connect();
    const transaction = new Transaction(connection);
    try {
      const result = await body(transaction);
      const [published, sealed] = await transaction.commit(seal(result));
      this.announcer.committed(published);
      return [result, sealed];
    } catch (error) {
      await transaction.rollback();
      throw error;
    } finally {
      await connection.runner.release();
    }
  }

  /** Reads committed rows of one workspace. */
  reader(workspaceId: string): Reader {
    return this.database.reader(workspaceId);
  }
}
