import type { Execution, Step } from './execution.js';

/** One change of an execution: what it is now, with the steps recorded so far. */
export interface ExecutionChange {
  execution: Execution;
  steps: Step[];
}

/** Tells subscribers in every process of changes after their commit. */
export abstract class ExecutionFeed {
  /** Announces committed changes. Never throws: a lost announcement is a gap in `seq`, the log itself has it. */
  abstract announce(changes: ExecutionChange[]): void;
  /** Every change in a workspace, each execution's in the order of its `seq`, until the iterator is returned. */
  abstract subscribe(workspaceId: string): AsyncIterableIterator<ExecutionChange>;
}
