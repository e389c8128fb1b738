import type { JsonObject } from '../../kernel/json.js';

/** An event as it is kept. */
export interface StoredEvent {
  id: string;
  /** Rises in the order in which changes of one row were made. */
  seq: string;
  workspaceId: string;
  type: string;
  entityId: string;
  orderId: string | null;
  contactId: string | null;
  payload: JsonObject;
  occurredAt: Date;
  cascadeDepth: number;
  executionId: string | null;
  rootEventId: string;
  /** The W3C traceparent of the change, which dispatch and steps continue; null while tracing is off. */
  traceparent: string | null;
}
