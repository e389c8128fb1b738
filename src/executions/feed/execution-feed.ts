import type { ExecutionChange } from '../log/execution-change.js';

/** Sends changes to subscribers in every process, after the commit. */
export abstract class ExecutionFeed {
  /** Announces committed changes. Never throws: a lost announcement is a gap in `seq`; the log has the change. */
  abstract announce(changes: ExecutionChange[]): void;
  /** Every change in a workspace, each execution's in the order of its `seq`, until the iterator is returned. */
  abstract subscribe(workspaceId: string): AsyncIterableIterator<ExecutionChange>;
}
