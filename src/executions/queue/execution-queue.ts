import type { Execution } from '../log/execution.js';

/** Called when workspaces have executions to admit, or a sleeper is due. Resolves when it has checked. */
export interface WakeListener {
  /** Whether it could run another execution now. */
  hasRoom(): boolean;
  wake(workspaceIds: string[]): Promise<void>;
  wakeSleepers(): Promise<void>;
}

/** Carries rings between processes; a lost ring loses nothing, because the sweeper finds its work in Postgres. */
export abstract class ExecutionQueue {
  /**
   * Rings for workspaces with queued executions: in this process while it has room, otherwise in any process. Returns immediately
   * and never throws.
   */
  abstract ring(workspaceIds: Iterable<string>): void;
  /** Rings when a sleeper is due, in `delayMs`. `wakeId` is unique for each sleep: `executionId.seq`. */
  abstract ringLater(wakeId: string, delayMs: number): void;
  /** Rings workers at once for queued executions, and for sleeping ones at the time when they are due. */
  ringFor(executions: readonly Execution[]): void {
    for (const { id, seq, wakeAt } of executions)
      if (wakeAt) this.ringLater(`${id}.${seq}`, Math.max(0, wakeAt.getTime() - Date.now()));
    const queued = executions.filter(({ status }) => status === 'QUEUED');
    this.ring(new Set(queued.map(({ workspaceId }) => workspaceId)));
  }
  /** Sets the listener of this process. */
  abstract listen(listener: WakeListener): void;
  /** The number of jobs by state; empty if there is no queue to inspect. Rejects, or never resolves, while it is unavailable. */
  async depth(): Promise<Record<string, number>> {
    return {};
  }
}

/** Longer sleeps are left to the sweeper: a million sleepers are rows in Postgres, not jobs in Redis. */
export const LONGEST_RING_MS = 10 * 60_000;
