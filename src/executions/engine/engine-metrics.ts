import { Injectable } from '@nestjs/common';
import { Metrics } from '../../platform/metrics/metrics.js';
import type { StepEntry } from '../log/moves.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What the engine counts of its own work. */
@Injectable()
export class EngineMetrics {
  private readonly steps = this.metrics.histogram(
    {
      name: 'crm_step_seconds',
      help: 'From the beginning of an attempt to its record, by action and outcome',
      labels: ['action', 'outcome'],
    },
    SECONDS,
  );
  private readonly retries = this.metrics.counter({
    name: 'crm_step_retries_total',
    help: 'Attempts that failed and will be tried again, by action',
    labels: ['action'],
  });
  private readonly leasesLost = this.metrics.counter({
    name: 'crm_leases_lost_total',
    help: 'Executions that a worker had to let go: lost to another, or not recordable',
  });
  private readonly finds = this.metrics.counter({
    name: 'crm_sweeper_finds_total',
    help: 'What sweeps found: sleepers woken, executions reclaimed, waiting workspaces',
    labels: ['kind'],
  });

  constructor(private readonly metrics: Metrics) {}

  /** An attempt that was recorded and began at `beganAt`, by performance.now(); null when another process began it. */
  attempted(step: StepEntry, beganAt: number | null): void {
    const outcome = outcomeOf(step);
    if (!outcome) return;
    if (outcome === 'retry') this.retries.inc({ action: step.actionType });
    if (beganAt === null) return;
    this.steps.observe({ action: step.actionType, outcome }, (performance.now() - beganAt) / 1_000);
  }

  /** An execution that this worker had to let go. */
  leaseLost(): void {
    this.leasesLost.inc();
  }

  /** What a sweep found. */
  found(kind: 'woken' | 'reclaimed' | 'waiting', count: number): void {
    this.finds.inc({ kind }, count);
  }
}

// A delay and an intent are no attempts yet.
function outcomeOf({ status, error }: StepEntry): 'succeeded' | 'failed' | 'unknown' | 'retry' | null {
  if (status === 'SUCCEEDED') return 'succeeded';
  if (status === 'FAILED') return 'failed';
  if (status === 'UNKNOWN') return 'unknown';
  return status === 'WAITING' && error ? 'retry' : null;
}
