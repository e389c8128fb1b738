import { EventEmitter } from 'node:events';
import { Injectable, Optional } from '@nestjs/common';
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

  /** Says when the first begins to follow a workspace, and when the last has ceased to. */
  constructor(@Optional() followed?: (workspaceId: string, isFollowed: boolean) => void) {
    super();
    if (!followed) return;
    this.emitter.on('removeListener', (workspaceId: string) => !this.isFollowed(workspaceId) && followed(workspaceId, false));
    this.emitter.on('newListener', (workspaceId: string) => !this.isFollowed(workspaceId) && followed(workspaceId, true));
  }

  announce(changes: ExecutionChange[]): void {
    for (const change of changes) if (this.isFollowed(change.execution.workspaceId)) this.sequencer.accept(change);
  }

  subscribe(workspaceId: string): AsyncIterableIterator<ExecutionChange> {
    return this.pubSub.asyncIterableIterator<ExecutionChange>(workspaceId);
  }

  private isFollowed(workspaceId: string): boolean {
    return this.emitter.listenerCount(workspaceId) > 0;
  }
}
