import type { IdempotencyClaim } from '../database/idempotency-claim.js';
/** What can cause a change. */
export type ActorType = 'api_key' | 'user' | 'execution' | 'channel' | 'system';

/** Who caused a change, and how deep in a cascade it is. */
export interface Origin {
  workspaceId: string;
  actor: { type: ActorType; id: string | null; name?: string };
  /** 0 for an external change; one more than the execution's own depth for a change by its action. */
  cascadeDepth: number;
  /** The execution whose action made the change. */
  executionId: string | null;
  /** The event at the root of the cascade; null if this change is the root. */
  rootEventId: string | null;
  /** Whether its events start no automation, and wake and end no execution. */
  startsNothing?: boolean;
  /** The Idempotency-Key of the request, if any: the change takes effect once. */
  claim?: IdempotencyClaim;
}

/** The origin of an external change: by a key, a channel, or the system. */
export const outside = (workspaceId: string, actor: Origin['actor']): Origin => ({
  workspaceId,
  actor,
  cascadeDepth: 0,
  executionId: null,
  rootEventId: null,
});
