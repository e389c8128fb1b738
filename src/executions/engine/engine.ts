import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import type { Statement } from '../../platform/database/statement.js';
import { DefinitionCache } from '../compiled/definition-cache.js';
import { ExecutionAnnouncer } from '../feed/execution-announcer.js';
import { ExecutionQueue } from '../queue/execution-queue.js';
import { ClaimedExecution } from './claimed-execution.js';
import { Claims, type Admitted, type Claimed } from './claims.js';
import { HeldExecutions } from './held-executions.js';
import { Lanes } from './lanes.js';

/**
 * When a workspace is looked at again in which others still waited after an admission: the execution in their way may have ended
 * at that very moment, and not have seen them.
 */
const SECOND_LOOK_MS = 250;

/** Takes executions that wait, as far as there is room, and hands them to the lanes that move them on. */
@Injectable()
export class Engine {
  private readonly log = new Logger(Engine.name);
  private readonly waiting = new Set<string>();
  private readonly crowded = new Set<string>();
  private readonly seenAgain = new Set<string>();
  private admitting: Promise<void> | null = null;
  private draining = false;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly claims: Claims,
    private readonly definitions: DefinitionCache,
    private readonly held: HeldExecutions,
    private readonly lanes: Lanes,
    private readonly queue: ExecutionQueue,
    private readonly announcer: ExecutionAnnouncer,
  ) {
    lanes.onRoom = (workspaceId, isCrowded) => {
      if (isCrowded || this.waiting.size > 0) void this.wake([workspaceId]);
    };
  }

  /** Admits what these workspaces have waiting, as far as this worker has room. Resolves when it has looked. */
  async wake(workspaceIds: Iterable<string>): Promise<void> {
    for (const id of workspaceIds) this.waiting.add(id);
    this.admitting ??= this.admitAll();
    await this.admitting;
  }

  /**
   * Runs a statement that queues executions in these workspaces, and calls `told` with its result before any of them begins. With
   * room, and no other admission under way, their admission is sent in the same message; otherwise a ring follows.
   */
  async queueAndAdmit<Result>(
    statement: Statement<Result>,
    workspaceIds: string[],
    told: (result: Result) => void,
  ): Promise<void> {
    const { room } = this;
    const isNothing = workspaceIds.length === 0;
    if (isNothing || !this.config.runsExecutions || this.admitting || workspaceIds.length > room) {
      told(await this.database.run(statement));
      if (!isNothing) this.queue.ring(workspaceIds);
      return;
    }
    const [queued, admitted] = this.database.inOneMessage(statement, this.claims.admission(workspaceIds, room));
    const isTold = queued.then(told);
    this.admitting = this.admitAll(this.admit(workspaceIds, room, after(isTold, admitted)));
    await isTold;
  }

  /** Renews the leases of all held executions. Drops an execution whose lease was lost, and aborts its action. */
  async renewLeases(): Promise<void> {
    const held = this.held.all();
    if (held.length === 0) return;
    const kept = await this.claims.renew(held.map(({ execution }) => execution));
    for (const execution of held) if (!kept.has(execution.id) && this.held.has(execution)) this.held.lose(execution);
  }

  /** Takes nothing new, finishes the moves under way, records what calls have answered, and hands the rest back. */
  async drain(): Promise<void> {
    this.draining = true;
    await this.admitting;
    await this.lanes.drain();
    await this.claims.handBack(this.held.all());
  }

  /** How many executions this worker could take now. */
  get room(): number {
    return this.draining ? 0 : this.config.env.WORKER_CONCURRENCY - this.held.size;
  }

  /** How many executions this worker holds. */
  get load(): number {
    return this.held.size;
  }

  private async admitAll(first?: Promise<void>): Promise<void> {
    // What is asked for in this turn of the event loop is looked for together.
    await (first ?? Promise.resolve());
    try {
      while (this.waiting.size > 0) {
        const { room } = this;
        if (room <= 0) return;
        const workspaceIds = [...this.waiting].slice(0, room);
        for (const id of workspaceIds) this.waiting.delete(id);
        await this.admit(workspaceIds, room, this.claims.admit(workspaceIds, room));
      }
    } finally {
      // Reset in the same turn of the event loop as the last check: a later wake() must start a new admission.
      this.admitting = null;
    }
  }

  private async admit(workspaceIds: string[], room: number, admission: Promise<Admitted>): Promise<void> {
    try {
      const { claimed, crowded } = await admission;
      if (claimed.length > 0) await this.begin(await this.claims.withSteps(claimed));
      this.lookAgain(workspaceIds, crowded);
      if (claimed.length < room) return;
      // A full worker may have left some behind: it looks again when it has room, and others are rung for now.
      for (const id of workspaceIds) this.waiting.add(id);
      this.queue.ring(this.waiting);
    } catch (error) {
      this.log.error({ msg: 'Admission failed; the sweeper will find what waits', err: error });
    }
  }

  // One second look follows an admission that left others waiting; what waits after that is found at an end, or by the sweeper.
  private lookAgain(workspaceIds: string[], crowded: string[]): void {
    const due = crowded.filter((id) => !this.seenAgain.has(id));
    for (const id of workspaceIds) this.seenAgain.delete(id);
    if (due.length > 0 && this.crowded.size === 0) setTimeout(() => this.secondLook(), SECOND_LOOK_MS).unref();
    for (const id of due) this.crowded.add(id);
  }

  private secondLook(): void {
    const workspaceIds = [...this.crowded];
    this.crowded.clear();
    for (const id of workspaceIds) this.seenAgain.add(id);
    void this.wake(workspaceIds);
  }

  private async begin(claimed: Claimed[]): Promise<void> {
    const ids = new Set(claimed.map(({ execution }) => execution.definitionId));
    const definitions = await this.definitions.load([...ids]);
    const begun = claimed.map(({ execution, event, steps }) => {
      const definition = event ? definitions.get(execution.definitionId)! : new Error('Its event is gone');
      return new ClaimedExecution(execution, event!, definition, new Map(steps.map((step) => [step.index, step])));
    });
    for (const execution of begun) this.held.add(execution);
    this.announcer.changed(begun.map((execution) => execution.change()));
    this.lanes.go(begun);
  }
}

/** The admission once the others have been told, or could not be. */
async function after(isTold: Promise<void>, admitted: Promise<Admitted>): Promise<Admitted> {
  await isTold.catch(() => undefined);
  return admitted;
}
