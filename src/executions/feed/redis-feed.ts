import { Injectable } from '@nestjs/common';
import { Channels } from '../../platform/channels/channels.js';
import type { ExecutionChange } from '../log/execution-change.js';
import { ExecutionFeed } from './execution-feed.js';
import type { Execution, Step } from '../log/execution.js';
import { InProcessFeed } from './in-process-feed.js';

/** The feed over all processes. Changes announced while Redis is unavailable are gaps in `seq`. */
@Injectable()
export class RedisFeed extends ExecutionFeed {
  private readonly local = new InProcessFeed((workspaceId, isFollowed) => this.channel.follow(workspaceId, isFollowed));
  private readonly channel = this.channels.open<ExecutionChange>('execution-feed', (_, changes) =>
    this.local.announce(changes.map(revived)),
  );

  constructor(private readonly channels: Channels) {
    super();
  }

  announce(changes: ExecutionChange[]): void {
    for (const change of changes) this.channel.send(change.execution.workspaceId, [change]);
  }

  subscribe(workspaceId: string): AsyncIterableIterator<ExecutionChange> {
    return this.local.subscribe(workspaceId);
  }
}

const date = (value: unknown) => (value ? new Date(value as string) : null);

const revivedStep = (step: Step): Step => ({
  ...step,
  startedAt: date(step.startedAt),
  completedAt: date(step.completedAt),
});

const revivedExecution = (execution: Execution): Execution => ({
  ...execution,
  wakeAt: date(execution.wakeAt),
  queuedAt: new Date(execution.queuedAt),
  startedAt: date(execution.startedAt),
  completedAt: date(execution.completedAt),
});

const revived = ({ execution, steps }: ExecutionChange): ExecutionChange => ({
  execution: revivedExecution(execution),
  steps: steps.map(revivedStep),
});
