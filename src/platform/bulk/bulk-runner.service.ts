import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DomainError } from '../../kernel/errors.js';
import type { Json } from '../../kernel/json.js';
import { isConnectionLost } from '../database/connection-lost.js';
import { Database } from '../database/database.js';
import { outside } from '../events/origin.js';
import { Pulse } from '../pulse/pulse.service.js';
import { UnitOfWork } from '../work/unit-of-work.js';
import type { Work } from '../work/work.js';
import { BulkKinds, type BulkKind, type Part, type PartResult } from './bulk-kind.js';
import type { BulkOperationRow } from './bulk-operation.entity.js';
import { BulkOperations } from './bulk-operations.service.js';
import {
  ANY_BULK_WORK,
  BATCH_AT,
  DELETE_BATCH,
  FORGET_OPERATIONS,
  FORGET_SOURCES,
  NEXT,
  SLOW_DOWN,
  TAKE,
} from './bulk.statements.js';

const OLD = 10;

// Progress is lost only together with the changes: a batch that did not reach the disk is done again.
const WITHOUT_FLUSH = 'SET LOCAL synchronous_commit TO OFF';

interface Found {
  workspaceId: string;
  id: string;
  kind: string;
}
type Taken = BulkOperationRow & { oneByOneUntil: number };
interface Batch {
  first: number;
  parts: Json[];
}
/** The parts that are being done, counted from 0: from `done` up to `until`, which is 0 before they are known. */
interface Attempt {
  kind: BulkKind;
  done: number;
  until: number;
}

/**
 * Does bulk operations batch by batch. The changes of a batch, their events, its results and the progress are one transaction, which
 * holds the operation's row: after a crash any process goes on behind the last batch, and no two processes do the same one.
 */
@Injectable()
export class BulkRunner implements OnApplicationBootstrap {
  private readonly log = new Logger(BulkRunner.name);

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly kinds: BulkKinds,
    private readonly operations: BulkOperations,
    private readonly pulse: Pulse,
  ) {}

  onApplicationBootstrap(): void {
    this.pulse.begin({
      name: 'The runner of bulk operations',
      everySeconds: 1,
      isDue: ANY_BULK_WORK,
      turn: () => this.sweep(),
    });
  }

  /** Does batches until no operation is left, or the process stops. */
  async sweep(): Promise<void> {
    while (!this.pulse.isStopping && (await this.advance()));
    for (const statement of [FORGET_OPERATIONS, FORGET_SOURCES])
      while ((await this.database.query(statement, [OLD])).length === OLD);
  }

  /** Does one batch of the operation that has waited longest; false if there is none. */
  async advance(): Promise<boolean> {
    const [found] = await this.database.query<Found>(NEXT, [this.kinds.names()]);
    if (!found) return false;
    const attempt: Attempt = { kind: this.kinds.find(found.kind)!, done: 0, until: 0 };
    try {
      await this.take(found, (work, operation) => this.batch(work, operation, attempt));
    } catch (error) {
      if (attempt.until === 0 || isConnectionLost(error)) throw error;
      await this.failed(found, attempt, error as Error);
    }
    return true;
  }

  // Changes are made as the actor who began the operation. If another process holds its row, nothing happens.
  private async take({ workspaceId, id }: Found, body: (work: Work, operation: Taken) => Promise<void>): Promise<void> {
    const {
      actorType: type,
      actorId,
      actorName,
      startsNothing,
    } = await this.operations.byId(this.unitOfWork.reader(workspaceId), id);
    const actor = { type, id: actorId, ...(actorName !== null && { name: actorName }) };
    await this.unitOfWork.run({ ...outside(workspaceId, actor), startsNothing }, async (work) => {
      await work.query(WITHOUT_FLUSH);
      const [taken] = await work.query<Taken>(TAKE, [workspaceId, id]);
      if (taken) await body(work, taken);
    });
  }

  private async batch(work: Work, operation: Taken, attempt: Attempt): Promise<void> {
    const { id, done, sourceId, input, isDryRun, oneByOneUntil } = operation;
    const [batch] = await work.query<Batch>(BATCH_AT, [work.workspaceId, sourceId, done]);
    const left = batch?.parts.slice(done - batch.first) ?? [];
    // An import has taken the source of this dry run.
    if (!batch || left.length === 0) return void (await this.operations.abort(work, id));
    const now = done < oneByOneUntil ? left.slice(0, 1) : left;
    Object.assign(attempt, { done, until: done + now.length });
    const parts: Part[] = now.map((part, index) => ({ position: done + index + 1, part }));
    const results = await attempt.kind[isDryRun ? 'check' : 'perform'](work, input, parts);
    if (!isDryRun && now.length === left.length)
      await work.query(DELETE_BATCH, [work.workspaceId, sourceId, batch.first]);
    await this.record(work, operation, results);
  }

  private async record(work: Work, operation: Taken, results: PartResult[]): Promise<void> {
    const { done } = operation;
    const recorded = await this.operations.record(work, operation, { results, done });
    if (recorded.endedAt) await this.operations.release(work, recorded);
  }

  // Of several parts one is to blame: they are done one at a time, and that one fails alone.
  private async failed(found: Found, { done, until }: Attempt, cause: Error): Promise<void> {
    if (until - done > 1)
      return void (await this.database.query(SLOW_DOWN, [found.workspaceId, found.id, done, until]));
    const isExpected = cause instanceof DomainError;
    if (!isExpected)
      this.log.error({ msg: 'A part of a bulk operation failed', ...found, position: until, err: cause });
    const message = isExpected ? cause.message : 'Could not be stored; the log of the server has the reason';
    await this.take(found, async (work, operation) => {
      if (operation.done === done) await this.record(work, operation, [{ outcome: 'FAILED', message }]);
    });
  }
}
