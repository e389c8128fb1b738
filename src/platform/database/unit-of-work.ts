import { Injectable } from '@nestjs/common';
import { EventAnnouncer } from '../events/event-announcer.js';
import type { Origin } from '../events/origin.js';
import { inSpan } from '../tracing/tracing.js';
import { Database } from './database.js';
import type { Statement } from './statement.js';
import type { Reader } from './reader.js';
import { TenantDatabase } from './tenant-database.js';
import { Transaction } from './transaction.js';
import type { Work } from './work.js';

/** The one way to change anything: a transaction that carries its events. */
@Injectable()
export class UnitOfWork {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantDatabase,
    private readonly announcer: EventAnnouncer,
  ) {}

  /**
   * Runs the work in one transaction, to which no other workspace exists, and resolves after its commit; listeners are
   * told then, never before.
   */
  async run<T>(origin: Origin, body: (work: Work) => Promise<T>): Promise<T> {
    const attributes = { 'crm.workspace_id': origin.workspaceId, 'crm.actor': origin.actor.type };
    return inSpan({ name: 'change', attributes }, async () => {
      const transaction = new Transaction(await this.tenants.connect(), origin.workspaceId);
      const [result] = await this.finish(transaction, () => body(transaction.work(origin)), () => undefined);
      return result;
    });
  }

  /** The engine's own works, of any origins, in one transaction: all commit, or none does. */
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
    const transaction = new Transaction(await this.database.connect());
    return this.finish(transaction, () => body(transaction), seal);
  }

  /** Reads committed rows of one workspace, to which no other exists. */
  reader(workspaceId: string): Reader {
    return this.tenants.reader(workspaceId);
  }

  private async finish<T, Sealed>(
    transaction: Transaction,
    body: () => Promise<T>,
    seal: (result: T) => Statement<Sealed> | undefined,
  ): Promise<[T, Sealed | undefined]> {
    try {
      const result = await body();
      const [published, sealed] = await transaction.commit(seal(result));
      this.announcer.committed(published);
      return [result, sealed];
    } catch (error) {
      await transaction.rollback();
      throw error;
    } finally {
      await transaction.release();
    }
  }
}
