import type { JsonObject } from '../../kernel/json.js';
import type { ActorType } from './origin.js';

/** A stored event. */
export interface StoredEvent {
  id: string;
  /** Increases in the order in which changes of one row were made. */
  seq: string;
  workspaceId: string;
  type: string;
  entityId: string;
  orderId: string | null;
  contactId: string | null;
  payload: JsonObject;
  occurredAt: Date;
  cascadeDepth: number;
  actorType: ActorType;
  actorId: string | null;
  /** The name of the key or person at that time; null for other actors, and for events of release 0.1.0. */
  actorName: string | null;
  executionId: string | null;
  rootEventId: string;
  /** Whether it was stored to start no automation, and to wake and end no execution: it is never dispatched. */
  startsNothing: boolean;
  /** The W3C traceparent of the change, continued by dispatch and steps; null while tracing is off. */
  traceparent: string | null;
}
