import { Injectable, Logger } from '@nestjs/common';
import type { Attributes } from '@opentelemetry/api';
import { Metrics } from '../platform/metrics/metrics.js';
import type { SpanOf } from '../platform/tracing/tracing.js';
import { ExecutionFeed, type ExecutionChange } from './execution-feed.js';
import { hasEnded } from './execution.js';
import type { Run } from './run.js';
import type { JournalEntry, StepEntry } from './step-journal.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Tells of executions whoever watches: subscribers of every change, whoever runs the engine by a line for each state, and metrics. */
@Injectable()
export class ExecutionWatch {
  private readonly log = new Logger('Executions');
  private readonly ended = this.metrics.counter({ name: 'crm_executions_ended_total', help: 'Executions that ended, by status', labels: ['status'] });
  private readonly steps = this.metrics.histogram({ name: 'crm_step_seconds', help: 'From the beginning of an attempt to its record, by action and outcome', labels: ['action', 'outcome'] }, SECONDS);
  private readonly retries = this.metrics.counter({ name: 'crm_step_retries_total', help: 'Attempts that failed and will be tried again, by action', labels: ['action'] });
  private readonly leasesLost = this.metrics.counter({ name: 'crm_leases_lost_total', help: 'Executions that a worker had to let go: lost to another, or not recordable' });
  private readonly finds = this.metrics.counter({ name: 'crm_sweeper_finds_total', help: 'What sweeps found: sleepers woken, executions reclaimed, waiting workspaces', labels: ['kind'] });
  private readonly subscriptions = this.metrics.level({ name: 'crm_open_subscriptions', help: 'Open subscriptions to executions' });

  constructor(
    private readonly metrics: Metrics,
    private readonly feed: ExecutionFeed,
  ) {}

  /** Executions that are in another state than before, after the commit. */
  changed(changes: ExecutionChange[]): void {
    this.feed.announce(changes);
    this.note(changes);
  }

  /** What a worker recorded, after the commit: the attempts in it, and the executions that it left in another state. */
  moved(runs: Run[], entries: JournalEntry[]): void {
    const changes = runs.map((run) => run.change());
    this.feed.announce(changes);
    this.note(changes.filter(({ execution }) => execution.status !== 'RUNNING'));
    runs.forEach((run, index) => entries[index]!.steps.forEach((step) => this.attempted(run, step)));
  }

  /** An execution that this worker had to let go. */
  lost(run: Run): void {
    this.leasesLost.inc();
    this.log.warn({ msg: 'No longer holds an execution', ...about(run.change()) });
  }

  /** What a sweep found. */
  found(kind: 'woken' | 'reclaimed' | 'waiting', count: number): void {
    this.finds.inc({ kind }, count);
  }

  /** Every change in a workspace, counted as an open subscription until the iterator is returned. */
  subscribe(workspaceId: string): AsyncIterableIterator<ExecutionChange> {
    const changes = this.feed.subscribe(workspaceId);
    let open = true;
    this.subscriptions.inc();
    const close = async () => {
      if (open) this.subscriptions.dec();
      open = false;
      return changes.return!();
    };
    const counted: AsyncIterableIterator<ExecutionChange> = { next: () => changes.next(), return: close, throw: close, [Symbol.asyncIterator]: () => counted };
    return counted;
  }

  private note(changes: ExecutionChange[]): void {
    for (const change of changes) {
      const { status, wakeAt, error } = change.execution;
      if (hasEnded(status)) this.ended.inc({ status });
      this.log.log({ msg: `Execution ${status}`, ...about(change), ...(wakeAt && { wakeAt }), ...(error && { error }) });
    }
  }

  private attempted(run: Run, step: StepEntry): void {
    const outcome = outcomeOf(step);
    if (!outcome) return;
    if (outcome === 'retry') this.retries.inc({ action: step.actionType });
    if (run.beganAt !== null) this.steps.observe({ action: step.actionType, outcome }, (performance.now() - run.beganAt) / 1_000);
  }
}

/** The ids that every line about an execution carries. */
export function about({ execution: { id, workspaceId, eventId, automationId, nextStep }, steps }: ExecutionChange) {
  const step = steps.find(({ index }) => index === nextStep) ?? steps.at(-1);
  return { workspaceId, executionId: id, eventId, automationId, ...(step && { stepIndex: step.index, stepKey: step.key }) };
}

/** The span of a run's next move, or of its call to the world, in the trace of the change that began it. */
export function spanOf(run: Run, kind: 'step' | 'call'): SpanOf {
  const { id, workspaceId, eventId, nextStep } = run.execution;
  const attributes: Attributes = { 'crm.workspace_id': workspaceId, 'crm.execution_id': id, 'crm.event_id': eventId, 'crm.step_index': nextStep };
  // A run that cannot go on is failed by its next move: it may have no plan, no action left, and no event whose trace to continue.
  const action = run.unusable ? undefined : run.plan.actions[nextStep];
  return { name: action ? `${kind} ${action.type}` : kind, attributes, parent: run.event?.traceparent };
}

// A delay and an intent are no attempts yet.
function outcomeOf({ status, error }: StepEntry): 'succeeded' | 'failed' | 'unknown' | 'retry' | null {
  if (status === 'SUCCEEDED') return 'succeeded';
  if (status === 'FAILED') return 'failed';
  if (status === 'UNKNOWN') return 'unknown';
  return status === 'WAITING' && error ? 'retry' : null;
}
