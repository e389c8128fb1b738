import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import { PubSub } from 'graphql-subscriptions';
import { ExecutionFeed, type ExecutionChange } from './execution-feed.js';
import { FeedSequencer } from './feed-sequencer.js';

const PATIENCE_MS = 2_000;

/** The feed of one process; the body for many processes ends in it too. */
@Injectable()
export class InProcessFeed extends ExecutionFeed {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private readonly pubSub = new PubSub({ eventEmitter: this.emitter });
  private readonly sequencer = new FeedSequencer((change) => void this.pubSub.publish(change.execution.workspaceId, change), PATIENCE_MS);

  announce(changes: ExecutionChange[]): void {
    for (const change of changes) if (this.hasSubscribers(change.execution.workspaceId)) this.sequencer.accept(change);
  }

  /** Whether anybody in this process would hear of a workspace's changes. */
  hasSubscribers(workspaceId: string): boolean {
    return this.emitter.listenerCount(workspaceId) > 0;
  }

  subscribe(workspaceId: string): AsyncIterableIterator<ExecutionChange> {
    return this.pubSub.asyncIterableIterator<ExecutionChange>(workspaceId);
  }
}
