import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { Transaction } from '../../platform/work/transaction.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { FactLoader } from '../../platform/facts/fact-loader.js';
import { inSpan } from '../../platform/tracing/tracing.js';
import { ExecutionAnnouncer } from '../feed/execution-announcer.js';
import { isStaleWrite, record, type JournalEntry, type Recorded } from '../log/step-journal.js';
import { leadsOn, type Move } from '../log/moves.js';
import { ExecutionQueue } from '../queue/execution-queue.js';
import type { ClaimedExecution } from './claimed-execution.js';
import { Claims } from './claims.js';
import { lockListeners } from './control-flow.js';
import { EngineMetrics } from './engine-metrics.js';
import { Executor } from './executor.js';
import { HeldExecutions } from './held-executions.js';
import { Recovery, type Lane } from './recovery.js';

const LANES = 2;
const BATCH = 64;

/** How many steps of one execution are done in one transaction, so that none holds its locks for long. */
const MOST_FUSED = 10;

/**
 * Moves executions on: a lane takes as many as are ready, does in one transaction what comes next in each, and records it with
 * the commit. Of one execution that is a run of internal steps with no delay between them.
 */
@Injectable()
export class Lanes implements Lane {
  /** Told when an execution of this workspace makes room, and whether others were waiting for it. */
  onRoom: (workspaceId: string, isCrowded: boolean) => void = () => undefined;
  private ready: ClaimedExecution[] = [];
  private lanes = 0;
  private calls = 0;
  private draining = false;
  private idle: (() => void) | null = null;

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly claims: Claims,
    private readonly executor: Executor,
    private readonly held: HeldExecutions,
    private readonly recovery: Recovery,
    private readonly queue: ExecutionQueue,
    private readonly announcer: ExecutionAnnouncer,
    private readonly metrics: EngineMetrics,
  ) {}

  /** Does what comes next in these executions, and what follows, as lanes get free. */
  go(executions: ClaimedExecution[]): void {
    this.ready.push(...executions);
    while (!this.draining && this.ready.length > 0 && this.lanes < LANES) {
      this.lanes += 1;
      void this.lane(this.ready.splice(0, BATCH));
    }
  }

  /** Begins nothing new, finishes the moves and calls under way, and records what calls have answered. */
  async drain(): Promise<void> {
    this.draining = true;
    const called = this.ready.filter(({ ended }) => ended);
    this.ready = [];
    if (called.length > 0) await this.turn(called);
    if (this.isBusy) await new Promise<void>((resolve) => (this.idle = resolve));
  }

  moveAgain(execution: ClaimedExecution): Promise<void> {
    return this.turn([execution]);
  }

  recordFailure(execution: ClaimedExecution, cause: unknown): Promise<void> {
    return this.commit([execution], async () => this.executor.failure(execution, cause), 1);
  }

  private get isBusy(): boolean {
    return this.lanes + this.calls > 0;
  }

  private async lane(first: ClaimedExecution[]): Promise<void> {
    for (let batch = first; batch.length > 0; batch = this.draining ? [] : this.ready.splice(0, BATCH)) {
      await this.turn(batch);
    }
    this.lanes -= 1;
    this.settleIdle();
  }

  private async turn(batch: ClaimedExecution[]): Promise<void> {
    const executions = batch.filter((execution) => this.held.has(execution));
    if (executions.length === 0) return;
    try {
      await this.commit(executions, (execution, transaction, facts) =>
        this.executor.move(execution, transaction, facts),
      );
    } catch (error) {
      await this.undone(executions, error);
    }
  }

  // What failed among others is done again alone, and what failed after other steps one by one: it succeeds, or shows its own cause.
  private async undone(executions: ClaimedExecution[], error: unknown): Promise<void> {
    const [first, ...others] = executions.map((execution) => ({ execution, wasFused: execution.rewind() }));
    if (others.length > 0) {
      for (const execution of executions) await this.turn([execution]);
    } else if (first!.wasFused && !isStaleWrite(error)) {
      first!.execution.isStepwise = true;
      await this.turn(executions);
    } else {
      await this.recovery.recover(first!.execution, error, this);
    }
  }

  private async commit(executions: ClaimedExecution[], move: MoveOf, most = MOST_FUSED): Promise<void> {
    for (const execution of executions) execution.begin();
    const [entries, recorded] = await this.unitOfWork.sealed(
      async (transaction) => {
        for (const execution of executions) execution.enter(transaction);
        let moving = executions;
        for (let steps = 1; moving.length > 0; steps += 1) {
          const ledOn = await moveAll(moving, transaction, move);
          moving = steps < most ? ledOn.filter(({ isStepwise }) => !isStepwise) : [];
        }
        return executions.map((execution) => execution.journalEntry());
      },
      (moved) => record(moved, { workerId: this.claims.workerId, leaseSeconds: this.config.env.LEASE_SECONDS }),
    );
    this.proceed(executions, entries, recorded!);
  }

  private proceed(executions: ClaimedExecution[], entries: JournalEntry[], recorded: Recorded): void {
    executions.forEach((execution, index) => execution.apply(entries[index]!, recorded));
    this.announcer.wentOn(executions.map((execution) => execution.change()));
    const next: ClaimedExecution[] = [];
    executions.forEach((execution, index) => {
      const { steps, wakeInMs } = entries[index]!.move;
      for (const step of steps) this.metrics.attempted(step, execution.beginningOf(step));
      if (execution.status !== 'RUNNING') this.release(execution, wakeInMs, recorded);
      else if (execution.step?.status === 'RUNNING') void this.perform(execution);
      else next.push(execution);
    });
    this.go(next);
  }

  private async perform(execution: ClaimedExecution): Promise<void> {
    this.calls += 1;
    execution.ended = await inSpan(execution.span('call'), () => this.executor.perform(execution));
    // While draining, the outcome is still recorded: the call was made.
    if (this.draining) await this.turn([execution]);
    else this.go([execution]);
    this.calls -= 1;
    this.settleIdle();
  }

  private release(execution: ClaimedExecution, wakeInMs: number | null, { crowded }: Recorded): void {
    this.held.release(execution);
    const { seq, workspaceId, id } = execution.execution;
    if (wakeInMs !== null) this.queue.ringLater(`${id}.${seq}`, wakeInMs);
    if (!this.draining) this.onRoom(workspaceId, crowded.has(workspaceId));
  }

  private settleIdle(): void {
    if (!this.isBusy) this.idle?.();
  }
}

/** Does one move of each. Resolves with those whose next step may follow in the same transaction. */
async function moveAll(
  executions: ClaimedExecution[],
  transaction: Transaction,
  move: MoveOf,
): Promise<ClaimedExecution[]> {
  await lockListeners(executions, transaction);
  // Facts are loaded anew for each step: the one before may have changed them.
  const facts = new FactLoader((workspaceId) => ({ workspaceId, query: transaction.query }));
  // The connection is shared: all must have come to rest before anything is undone.
  const moves = await Promise.allSettled(
    executions.map((execution) => inSpan(execution.span('step'), () => move(execution, transaction, facts))),
  );
  return executions.filter((execution, index) => {
    const outcome = moves[index]!;
    if (outcome.status === 'rejected') throw outcome.reason;
    execution.advance(outcome.value);
    return leadsOn(outcome.value);
  });
}

type MoveOf = (execution: ClaimedExecution, transaction: Transaction, facts: FactLoader) => Promise<Move>;
