import { LRUCache } from 'lru-cache';
import type { ExecutionChange } from '../log/execution-change.js';

/** The state of an execution: the last `seq` sent, and changes that arrived early. */
interface Line {
  told: number;
  early: ExecutionChange[];
}

/** How many executions it tracks, ended ones too: an earlier change may still be under way. */
const KEPT = 10_000;

/** Restores the order of changes, per execution, that arrive in several ways. */
export class FeedSequencer {
  private readonly lines = new LRUCache<string, Line>({ max: KEPT });

  constructor(
    private readonly tell: (change: ExecutionChange) => void,
    private readonly patienceMs: number,
  ) {}

  /** Sends the change after the previous ones were sent, or after waiting for them too long; sends none twice. */
  accept(change: ExecutionChange): void {
    const { id, seq } = change.execution;
    const line = this.lines.get(id) ?? this.open(id, seq);
    if (seq <= line.told) return;
    line.early.push(change);
    line.early.sort((a, b) => a.execution.seq - b.execution.seq);
    this.tellReady(line, false);
    if (line.early.length > 0) setTimeout(() => this.tellReady(line, true), this.patienceMs).unref();
  }

  // For an execution first seen late there are no earlier changes to wait for.
  private open(id: string, seq: number) {
    const line: Line = { told: seq <= 2 ? 0 : seq - 1, early: [] };
    this.lines.set(id, line);
    return line;
  }

  private tellReady(line: Line, patienceOver: boolean): void {
    while (line.early.length > 0 && (patienceOver || line.early[0]!.execution.seq === line.told + 1)) {
      const change = line.early.shift()!;
      line.told = change.execution.seq;
      this.tell(change);
    }
  }
}
