import { EventEmitter } from 'node:events';
import { PubSub } from 'graphql-subscriptions';

/** The subscribers of this process by workspace. */
export class Followers<Message> {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private readonly pubSub = new PubSub({ eventEmitter: this.emitter });

  /** `changed` is called when a workspace gets its first follower and when it loses its last. */
  constructor(changed?: (workspaceId: string, isFollowed: boolean) => void) {
    if (!changed) return;
    this.emitter.on(
      'removeListener',
      (workspaceId: string) => !this.isFollowed(workspaceId) && changed(workspaceId, false),
    );
    this.emitter.on(
      'newListener',
      (workspaceId: string) => !this.isFollowed(workspaceId) && changed(workspaceId, true),
    );
  }

  /** Whether the workspace has followers. */
  isFollowed(workspaceId: string): boolean {
    return this.emitter.listenerCount(workspaceId) > 0;
  }

  tell(workspaceId: string, message: Message): void {
    void this.pubSub.publish(workspaceId, message);
  }

  /** Yields every message from the first `next()` on, until the iterator is returned. */
  subscribe(workspaceId: string): AsyncIterableIterator<Message> {
    return this.pubSub.asyncIterableIterator<Message>(workspaceId);
  }
}
