import { Injectable, Optional } from '@nestjs/common';
import { Followers } from '../../platform/channels/followers.js';
import type { ExecutionChange } from '../log/execution-change.js';
import { ExecutionFeed } from './execution-feed.js';
import { FeedSequencer } from './feed-sequencer.js';

const PATIENCE_MS = 2_000;

/** The feed of one process; the Redis feed uses it for its own subscribers. */
@Injectable()
export class InProcessFeed extends ExecutionFeed {
  private readonly followers: Followers<ExecutionChange>;
  private readonly sequencer = new FeedSequencer(
    (change) => this.followers.tell(change.execution.workspaceId, change),
    PATIENCE_MS,
  );

  /** Reports when a workspace gets its first follower and when it loses its last. */
  constructor(@Optional() followed?: (workspaceId: string, isFollowed: boolean) => void) {
    super();
    this.followers = new Followers(followed);
  }

  announce(changes: ExecutionChange[]): void {
    for (const change of changes)
      if (this.followers.isFollowed(change.execution.workspaceId)) this.sequencer.accept(change);
  }

  subscribe(workspaceId: string): AsyncIterableIterator<ExecutionChange> {
    return this.followers.subscribe(workspaceId);
  }
}
