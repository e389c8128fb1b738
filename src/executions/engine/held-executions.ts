import { Injectable, Logger } from '@nestjs/common';
import { logFields } from '../log/execution-change.js';
import type { ClaimedExecution } from './claimed-execution.js';
import { EngineMetrics } from './engine-metrics.js';

/** The executions that this worker holds a claim on. */
@Injectable()
export class HeldExecutions {
  private readonly log = new Logger(HeldExecutions.name);
  private readonly held = new Map<string, ClaimedExecution>();

  constructor(private readonly metrics: EngineMetrics) {}

  get size(): number {
    return this.held.size;
  }

  all(): ClaimedExecution[] {
    return [...this.held.values()];
  }

  /** Whether it is held under this very claim. */
  has(execution: ClaimedExecution): boolean {
    return this.held.get(execution.id) === execution;
  }

  /** Takes one under a new claim; what an older claim on it still does is aborted. */
  add(execution: ClaimedExecution): void {
    this.held.get(execution.id)?.lost.abort();
    this.held.set(execution.id, execution);
  }

  /** Forgets an execution that ended, fell asleep or was queued again: this worker no longer has a claim on it. */
  release(execution: ClaimedExecution): void {
    if (this.has(execution)) this.held.delete(execution.id);
  }

  /** Forgets an execution that another worker took over, or that this worker cannot continue, and aborts its action. */
  lose(execution: ClaimedExecution): void {
    this.release(execution);
    execution.lost.abort();
    this.metrics.leaseLost();
    this.log.warn({ msg: 'No longer holds an execution', ...logFields(execution.change()) });
  }
}
