import { hasEnded } from './execution.js';
import type { ExecutionChange } from './execution-feed.js';

const KEPT = 10_000;

/** Puts changes that arrive over several ways back into each execution's own order. */
export class FeedSequencer {
  private readonly lines = new Map<string, { told: number; early: ExecutionChange[] }>();

  constructor(
    private readonly tell: (change: ExecutionChange) => void,
    private readonly patienceMs: number,
  ) {}

  /** Tells the change when those before it were told, or when waiting for them took too long; never one twice. */
  accept(change: ExecutionChange): void {
    const { id, seq } = change.execution;
    const line = this.lines.get(id) ?? this.open(id, seq);
    if (seq <= line.told) return;
    line.early.push(change);
    line.early.sort((a, b) => a.execution.seq - b.execution.seq);
    this.tellReady(id, line, false);
    if (line.early.length > 0) setTimeout(() => this.tellReady(id, line, true), this.patienceMs).unref();
  }

  // An execution met late in its life has no beginning to wait for.
  private open(id: string, seq: number) {
    const line = { told: seq <= 2 ? 0 : seq - 1, early: [] };
    if (this.lines.size >= KEPT) this.lines.delete(this.lines.keys().next().value!);
    this.lines.set(id, line);
    return line;
  }

  private tellReady(id: string, line: { told: number; early: ExecutionChange[] }, patienceOver: boolean): void {
    while (line.early.length > 0 && (patienceOver || line.early[0]!.execution.seq === line.told + 1)) {
      const change = line.early.shift()!;
      line.told = change.execution.seq;
      this.tell(change);
      if (hasEnded(change.execution.status) && line.early.length === 0) this.lines.delete(id);
    }
  }
}
