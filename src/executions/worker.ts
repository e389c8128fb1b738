import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { isConnectionLost } from '../platform/database/connection-lost.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { FactLoader } from '../platform/facts/fact-loader.js';
import { inSpan } from '../platform/tracing/tracing.js';
import { Admission, type Admitted } from './admission.js';
import { ExecutionQueue } from './execution-queue.js';
import { about, ExecutionWatch, spanOf } from './execution-watch.js';
import { CANCELLED, DISABLED, Executor, StepFailure } from './executor.js';
import { Plans } from './plan.js';
import { Run } from './run.js';
import { isStaleWrite, record, type JournalEntry, type Recorded } from './step-journal.js';

const LANES = 2;
const BATCH = 64;
const RECONNECT_MS = 500;

/**
 * Runs executions in lanes: a lane takes the moves that are ready, of as many executions as there are, does them in one
 * transaction and records them with its commit. Alone, a step costs two round trips; under load, a fraction of them.
 */
@Injectable()
export class Worker {
  private readonly log = new Logger(Worker.name);
  private readonly held = new Map<string, Run>();
  private readonly waiting = new Set<string>();
  private ready: Run[] = [];
  private lanes = 0;
  private admitting: Promise<void> | null = null;
  private draining = false;
  private idle: (() => void) | null = null;

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly admission: Admission,
    private readonly executor: Executor,
    private readonly plans: Plans,
    private readonly queue: ExecutionQueue,
    private readonly watch: ExecutionWatch,
  ) {}

  /** Admits what these workspaces have waiting, as far as this worker has room. Resolves when it has looked. */
  async wake(workspaceIds: Iterable<string>): Promise<void> {
    for (const id of workspaceIds) this.waiting.add(id);
    this.admitting ??= this.admitAll();
    await this.admitting;
  }

  /** Renews the leases of all held executions; one that was lost is dropped, its action aborted. */
  async renewLeases(): Promise<void> {
    const held = [...this.held.values()];
    if (held.length === 0) return;
    const kept = await this.admission.renew(held.map(({ execution }) => execution));
    for (const run of held) if (!kept.has(run.id) && this.held.get(run.id) === run) this.drop(run);
  }

  /** Takes nothing new, finishes the moves under way, records what calls have answered, and hands the rest back. */
  async drain(): Promise<void> {
    this.draining = true;
    await this.admitting;
    const called = this.ready.filter(({ ended }) => ended);
    this.ready = [];
    if (called.length > 0) await this.turn(called);
    if (this.busy) await new Promise<void>((resolve) => (this.idle = resolve));
    const held = [...this.held.values()];
    if (held.length > 0) await this.handBack(held);
  }

  /** How many executions this worker holds. */
  get load(): number {
    return this.held.size;
  }

  private performing = 0;

  private get busy(): boolean {
    return this.lanes + this.performing > 0;
  }

  private async admitAll(): Promise<void> {
    // What is asked for in this turn of the event loop is looked for together.
    await Promise.resolve();
    try {
      while (this.waiting.size > 0 && !this.draining) {
        const room = this.config.env.WORKER_CONCURRENCY - this.held.size;
        if (room <= 0) return;
        const workspaceIds = [...this.waiting].slice(0, room);
        for (const id of workspaceIds) this.waiting.delete(id);
        await this.admit(workspaceIds, room);
      }
    } finally {
      // In the same breath as the loop's last look, so that nobody waits for a promise that no longer looks.
      this.admitting = null;
    }
  }

  private async admit(workspaceIds: string[], room: number): Promise<void> {
    try {
      const admitted = await this.admission.admit(workspaceIds, room);
      // A full worker may have left some behind: it looks again when it has room, and others are rung for now.
      if (admitted.length >= room) this.leaveBehind(workspaceIds);
      if (admitted.length > 0) await this.begin(admitted);
    } catch (error) {
      this.log.error({ msg: 'Admission failed; the sweeper will find what waits', err: error });
    }
  }

  private leaveBehind(workspaceIds: string[]): void {
    for (const id of workspaceIds) this.waiting.add(id);
    this.queue.ring(workspaceIds);
  }

  private async begin(admitted: Admitted[]): Promise<void> {
    const plans = await this.plans.load([...new Set(admitted.map(({ execution }) => execution.definitionId))]);
    const runs = admitted.map(({ execution, event, steps }) => {
      const plan = event ? plans.get(execution.definitionId)! : new Error('Its event is gone');
      return new Run(execution, event!, plan, new Map(steps.map((step) => [step.index, step])));
    });
    for (const run of runs) {
      this.held.get(run.id)?.lost.abort();
      this.held.set(run.id, run);
    }
    this.watch.changed(runs.map((run) => run.change()));
    this.go(runs);
  }

  private go(runs: Run[]): void {
    this.ready.push(...runs);
    while (!this.draining && this.ready.length > 0 && this.lanes < LANES) {
      this.lanes += 1;
      void this.lane(this.ready.splice(0, BATCH));
    }
  }

  private async lane(first: Run[]): Promise<void> {
    for (let batch = first; batch.length > 0; batch = this.draining ? [] : this.ready.splice(0, BATCH)) {
      await this.turn(batch);
    }
    this.lanes -= 1;
    this.settleIdle();
  }

  private async turn(batch: Run[]): Promise<void> {
    const runs = batch.filter((run) => this.held.get(run.id) === run);
    if (runs.length === 0) return;
    try {
      await this.commit(runs, (run, transaction, facts) => this.executor.move(run, transaction, facts));
    } catch (error) {
      // One of many failed: alone, each either succeeds or shows its own cause.
      if (runs.length > 1) for (const run of runs) await this.turn([run]);
      else await this.recover(runs[0]!, error);
    }
  }

  private async commit(runs: Run[], move: MoveOf): Promise<void> {
    const [entries, recorded] = await this.unitOfWork.sealed(
      async (transaction) => {
        const facts = new FactLoader((workspaceId) => ({ workspaceId, query: transaction.query }));
        // The connection is shared: all must have come to rest before anything is undone.
        const moves = await Promise.allSettled(runs.map((run) => inSpan(spanOf(run, 'step'), () => move(run, transaction, facts))));
        return moves.map((outcome) => {
          if (outcome.status === 'rejected') throw outcome.reason;
          return outcome.value;
        });
      },
      (entries) => record(entries, { workerId: this.admission.workerId, leaseSeconds: this.config.env.LEASE_SECONDS }),
    );
    this.proceed(runs, entries, recorded!);
  }

  private proceed(runs: Run[], entries: JournalEntry[], recorded: Recorded): void {
    runs.forEach((run, index) => run.apply(entries[index]!, recorded));
    this.watch.moved(runs, entries);
    const next = runs.filter(({ execution, step }) => execution.status === 'RUNNING' && step?.status !== 'RUNNING');
    runs.forEach((run, index) => {
      if (run.execution.status !== 'RUNNING') this.release(run, entries[index]!.wakeInMs);
      else if (run.step?.status === 'RUNNING') void this.perform(run);
    });
    this.go(next);
  }

  private async perform(run: Run): Promise<void> {
    this.performing += 1;
    run.ended = await inSpan(spanOf(run, 'call'), () => this.executor.perform(run));
    // While draining, the outcome is still recorded: the call was made.
    if (this.draining) await this.turn([run]);
    else this.go([run]);
    this.performing -= 1;
    this.settleIdle();
  }

  private release(run: Run, wakeInMs: number | null): void {
    this.held.delete(run.id);
    const { seq, workspaceId, id } = run.execution;
    if (wakeInMs !== null) this.queue.ringLater(`${id}.${seq}`, wakeInMs);
    if (!this.draining) void this.wake([workspaceId]);
  }

  private drop(run: Run): void {
    // This worker may hold it again by now, under a newer claim.
    if (this.held.get(run.id) === run) this.held.delete(run.id);
    run.lost.abort();
    this.watch.lost(run);
  }

  private async recover(run: Run, error: unknown): Promise<void> {
    try {
      if (isStaleWrite(error)) return await this.standDown(run);
      if (!(error instanceof StepFailure)) throw error;
      if (isConnectionLost(error.cause)) return await this.tryAgain(run);
      await this.commit([run], async () => this.executor.failure(run, error.cause));
    } catch (deeper) {
      if (isStaleWrite(deeper)) return error instanceof StepFailure ? this.recover(run, deeper) : this.drop(run);
      if (isConnectionLost(deeper)) return this.tryAgain(run);
      this.log.error({ msg: 'A move could not be recorded; letting the execution go', ...about(run.change()), err: deeper });
      await this.letGo(run);
    }
  }

  // What is known of a call is known here alone: it is not given up for a connection while the lease may last.
  private async tryAgain(run: Run): Promise<void> {
    run.lostConnections += 1;
    if (run.lostConnections * RECONNECT_MS > this.config.env.LEASE_SECONDS * 1_000) return this.letGo(run);
    await wait(RECONNECT_MS);
    await this.turn([run]);
  }

  private async letGo(run: Run): Promise<void> {
    this.drop(run);
    await this.admission.letGo(run.execution).catch(() => undefined);
  }

  // If the database is away, the lease runs out instead.
  private async handBack(runs: Run[]): Promise<void> {
    const back = await this.admission.handBack(runs).catch(() => []);
    this.watch.changed(back.map((execution) => ({ execution, steps: runs.find(({ id }) => id === execution.id)!.change().steps })));
    this.queue.ring(new Set(runs.map(({ execution }) => execution.workspaceId)));
  }

  private async standDown(run: Run): Promise<void> {
    const standing = await this.admission.standing(run.execution);
    if (standing === 'lost') return this.drop(run);
    if (standing === 'moved') {
      this.drop(run);
      return this.handBack([run]);
    }
    await this.commit([run], (_, transaction) => this.executor.stop(run, standing === 'cancelled' ? CANCELLED : DISABLED, transaction));
  }

  private settleIdle(): void {
    if (!this.busy) this.idle?.();
  }
}

type MoveOf = (run: Run, ...rest: Parameters<Executor['move']> extends [Run, ...infer Rest] ? Rest : never) => Promise<JournalEntry>;
