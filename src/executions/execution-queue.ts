/** Hears that workspaces have executions to admit, or that some sleeper is due. Resolves when it has looked. */
export interface WakeListener {
  wake(workspaceIds: string[]): Promise<void>;
  wakeSleepers(): Promise<void>;
}

/** A doorbell between processes; losing a ring loses nothing, the sweeper finds in Postgres what it was for. */
export abstract class ExecutionQueue {
  /** Rings for workspaces that have queued executions. Returns at once and never throws. */
  abstract ring(workspaceIds: Iterable<string>): void;
  /** Rings when a sleeper is due, in `delayMs`. `wakeId` is unique for each sleep: `executionId.seq`. */
  abstract ringLater(wakeId: string, delayMs: number): void;
  /** Sets who answers in this process. */
  abstract listen(listener: WakeListener): void;
  /** How many jobs there are, by state; empty without a queue to look into. Rejects, or never resolves, while it is away. */
  async depth(): Promise<Record<string, number>> {
    return {};
  }
}

/** Longer sleeps are left to the sweeper: a million sleepers are rows in Postgres, not a million jobs in Redis. */
export const LONGEST_RING_MS = 10 * 60_000;
