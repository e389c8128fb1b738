/** Who caused a change, and how deep in a cascade it is. */
export interface Origin {
  workspaceId: string;
  actor: { type: 'api_key' | 'user' | 'execution' | 'channel' | 'system'; id: string | null; name?: string };
  /** 0 for a change made from outside; one more than the execution's own for a change made by its action. */
  cascadeDepth: number;
  /** The execution whose action made the change. */
  executionId: string | null;
  /** The event at the root of the cascade; null where this change is the root. */
  rootEventId: string | null;
}

/** The origin of a change made from outside: by a key, a channel, or the engine's own clock. */
export const outside = (workspaceId: string, actor: Origin['actor']): Origin => ({
  workspaceId,
  actor,
  cascadeDepth: 0,
  executionId: null,
  rootEventId: null,
});
