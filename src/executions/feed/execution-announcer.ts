import { Injectable, Logger } from '@nestjs/common';
import { Metrics } from '../../platform/metrics/metrics.js';
import { hasEnded } from '../log/execution.js';
import { logFields, type ExecutionChange } from '../log/execution-change.js';
import { ExecutionFeed } from './execution-feed.js';

/** Announces committed changes: every change to subscribers, and a log line and a metric to operators. */
@Injectable()
export class ExecutionAnnouncer {
  private readonly log = new Logger('Executions');
  private readonly ended = this.metrics.counter({
    name: 'crm_executions_ended_total',
    help: 'Executions that ended, by status',
    labels: ['status'],
  });
  private readonly subscriptions = this.metrics.level({
    name: 'crm_open_subscriptions',
    help: 'Open subscriptions to executions',
  });

  constructor(
    private readonly metrics: Metrics,
    private readonly feed: ExecutionFeed,
  ) {}

  /** Executions whose status changed. */
  changed(changes: ExecutionChange[]): void {
    this.feed.announce(changes);
    for (const change of changes) this.note(change);
  }

  /** Executions whose next step was recorded; most continue, so no line is logged. */
  wentOn(changes: ExecutionChange[]): void {
    this.feed.announce(changes);
    for (const change of changes) if (change.execution.status !== 'RUNNING') this.note(change);
  }

  /** Executions with the same status and a new warning. */
  warned(changes: ExecutionChange[]): void {
    this.feed.announce(changes);
    for (const change of changes) {
      const warning = change.execution.warnings.at(-1);
      this.log.warn({ msg: 'Execution has a warning', ...logFields(change), warning });
    }
  }

  /** Every change in a workspace; counted as an open subscription until the iterator is returned. */
  subscribe(workspaceId: string): AsyncIterableIterator<ExecutionChange> {
    const changes = this.feed.subscribe(workspaceId);
    let open = true;
    this.subscriptions.inc();
    const close = async () => {
      if (open) this.subscriptions.dec();
      open = false;
      return changes.return!();
    };
    const counted: AsyncIterableIterator<ExecutionChange> = {
      next: () => changes.next(),
      return: close,
      throw: close,
      [Symbol.asyncIterator]: () => counted,
    };
    return counted;
  }

  private note(change: ExecutionChange): void {
    const { status, wakeAt, error } = change.execution;
    if (hasEnded(status)) this.ended.inc({ status });
    this.log.log({
      msg: `Execution ${status}`,
      ...logFields(change),
      ...(wakeAt && { wakeAt }),
      ...(error && { error }),
    });
  }
}
