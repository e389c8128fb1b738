import { DomainError } from '../../kernel/errors.js';
import { toJsonText } from '../../kernel/json.js';
import { newId } from '../../kernel/ids.js';
import { LIMITS } from '../../kernel/limits.js';
import type { Statement } from '../database/statement.js';
import type { NewEvent } from './define-event.js';
import { traceparent } from '../tracing/tracing.js';
import type { Origin } from './origin.js';
import type { StoredEvent } from './stored-event.js';

// An event nobody listens to is not put in the outbox: it costs its row and nothing more.
// Stored in the order of the list, so that seq rises as events were published.
const APPEND = `
  WITH stored AS (
    INSERT INTO event (id, workspace_id, type, entity_id, order_id, contact_id, payload, cascade_depth,
                       actor_type, actor_id, execution_id, root_event_id, traceparent)
    SELECT id, "workspaceId", type, "entityId", "orderId", "contactId", payload, "cascadeDepth",
           "actorType", "actorId", "executionId", "rootEventId", traceparent
    FROM jsonb_to_recordset($1::jsonb) AS n(
      id uuid, "workspaceId" uuid, type text, "entityId" uuid, "orderId" uuid, "contactId" uuid, payload jsonb,
      "cascadeDepth" smallint, "actorType" text, "actorId" uuid, "executionId" uuid, "rootEventId" uuid, traceparent text)
    RETURNING id, seq, occurred_at, workspace_id, type
  ), heard AS (
    SELECT s.id, s.seq, s.occurred_at, l.revision
    FROM stored s LEFT JOIN event_listener l ON l.workspace_id = s.workspace_id AND l.event_type = s.type
  ), awaiting AS (
    INSERT INTO outbox (event_id) SELECT id FROM heard WHERE revision IS NOT NULL
  )
  SELECT id, seq, occurred_at AS "occurredAt", revision FROM heard`;

/** An event just stored, under this revision of its listeners; null when nobody listens. */
export interface PublishedEvent extends StoredEvent {
  listenersRevision: string | null;
}

/** An event's row as it goes into the statement. */
export type EventRow = Omit<StoredEvent, 'seq' | 'occurredAt'> & { actorType: string; actorId: string | null };

/** A change's event and who caused it. */
export interface Publication {
  origin: Origin;
  event: NewEvent;
}

type Kept = { id: string; seq: string; occurredAt: Date; revision: string | null };

/** Makes an event's row, refusing a payload over the limit. */
export function toEventRow({ origin, event }: Publication): EventRow {
  const id = newId();
  // An execution deeper than the limit never starts, so nothing can be said from beyond it.
  if (origin.cascadeDepth > LIMITS.maxCascadeDepth + 1) throw new Error(`A change ${origin.cascadeDepth} automations deep`);
  if (JSON.stringify(event.payload).length > LIMITS.maxPayloadBytes) throw new DomainError('INVALID_INPUT', TOO_LARGE);
  return {
    id,
    workspaceId: origin.workspaceId,
    type: event.type,
    entityId: event.entityId,
    orderId: event.orderId ?? null,
    contactId: event.contactId ?? null,
    payload: event.payload as StoredEvent['payload'],
    cascadeDepth: origin.cascadeDepth,
    actorType: origin.actor.type,
    actorId: origin.actor.id,
    executionId: origin.executionId,
    rootEventId: origin.rootEventId ?? id,
    traceparent: traceparent(),
  };
}

/** The one statement that stores events in the order they were published. */
export function appendEvents(rows: EventRow[]): Statement<PublishedEvent[]> {
  return {
    text: APPEND,
    values: [toJsonText(rows)],
    read: (returned) => {
      const kept = new Map((returned as Kept[]).map((row) => [row.id, row]));
      return rows.map((row) => {
        const { seq, occurredAt, revision } = kept.get(row.id)!;
        return { ...row, seq, occurredAt, listenersRevision: revision };
      });
    },
  };
}

const TOO_LARGE = `What changed is larger than an event may be: ${LIMITS.maxPayloadBytes / 1024} KiB`;
