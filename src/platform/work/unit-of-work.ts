import { Injectable, Logger } from '@nestjs/common';
import { EventAnnouncer } from './event-announcer.js';
import type { Origin } from '../events/origin.js';
import { inSpan } from '../tracing/tracing.js';
import { Database } from '../database/database.js';
import type { IdempotencyClaim } from '../database/idempotency-claim.js';
import type { Statement } from '../database/statement.js';
import type { Reader } from '../database/reader.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { Transaction } from './transaction.js';
import type { Work } from './work.js';

/** The result of a body, from this run or an earlier one. */
interface Made<T> {
  returned: T;
  isNew?: true;
}

/** The only way to make changes: a transaction that stores its events. */
@Injectable()
export class UnitOfWork {
  private readonly log = new Logger(UnitOfWork.name);

  constructor(
    private readonly database: Database,
    private readonly tenants: TenantDatabase,
    private readonly announcer: EventAnnouncer,
  ) {}

  /**
   * Runs the work in one transaction that sees only its own workspace, and resolves after the commit; listeners are notified
   * only then. If a change with the same Idempotency-Key was already made, the body does not run, and its earlier result is
   * returned.
   */
  async run<T>(origin: Origin, body: (work: Work) => Promise<T>): Promise<T> {
    const begin = this.tenants.begin(origin.workspaceId);
    return this.change(origin, body, async () => new Transaction(await this.tenants.connect(), begin));
  }

  /** The same on a connection of the engine, for a change that dispatches: it sees every workspace, and the outbox. */
  async runAsEngine<T>(origin: Origin, body: (work: Work) => Promise<T>): Promise<T> {
    return this.change(origin, body, async () => new Transaction(await this.database.connect()));
  }

  /** Works of the engine, with any origins, in one transaction: all commit, or none does. */
  async transaction<T>(body: (transaction: Transaction) => Promise<T>): Promise<T> {
    const [result] = await this.sealed(body, () => undefined);
    return result;
  }

  /**
   * The same, with a last statement that is sent together with COMMIT: if it fails, the transaction fails. Resolves with the
   * results of the body and of that statement.
   */
  async sealed<T, Sealed>(
    body: (transaction: Transaction) => Promise<T>,
    seal: (result: T) => Statement<Sealed> | undefined,
  ): Promise<[T, Sealed | undefined]> {
    const transaction = new Transaction(await this.database.connect());
    return this.finish(transaction, () => body(transaction), seal);
  }

  /** Reads committed rows of one workspace only. */
  reader(workspaceId: string): Reader {
    return this.tenants.reader(workspaceId);
  }

  private async change<T>(
    origin: Origin,
    body: (work: Work) => Promise<T>,
    begin: () => Promise<Transaction>,
  ): Promise<T> {
    const attributes = { 'crm.workspace_id': origin.workspaceId, 'crm.actor': origin.actor.type };
    return inSpan({ name: 'change', attributes }, async () => {
      const transaction = await begin();
      const made = async (): Promise<Made<T>> => ({ returned: await body(transaction.work(origin)), isNew: true });
      if (!origin.claim) return (await this.finish(transaction, made, () => undefined))[0].returned;
      return this.once(transaction, origin.claim, made);
    });
  }

  private async once<T>(transaction: Transaction, claim: IdempotencyClaim, made: () => Promise<Made<T>>): Promise<T> {
    const recalledOrMade = async () => ((await claim.take(transaction.query)) as Made<T> | undefined) ?? made();
    const [{ returned }] = await this.finish(transaction, recalledOrMade, (result) =>
      result.isNew ? claim.keep(result.returned) : undefined,
    );
    return returned;
  }

  private async finish<T, Sealed>(
    transaction: Transaction,
    body: () => Promise<T>,
    seal: (result: T) => Statement<Sealed> | undefined,
  ): Promise<[T, Sealed | undefined]> {
    const finished = await this.committed(transaction, body, seal);
    // The connection is released by now: what follows may need one.
    for (const action of transaction.followUps)
      await action().catch((error: unknown) =>
        this.log.error({ msg: 'The change is committed, but what follows it failed', err: error }),
      );
    return finished;
  }

  private async committed<T, Sealed>(
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
