import { DomainError } from '../../kernel/errors.js';
import { toJsonText } from '../../kernel/json.js';
import { newId } from '../../kernel/ids.js';
import { LIMITS } from '../../kernel/limits.js';
import type { Reader } from '../database/reader.js';
import type { Statement } from '../database/statement.js';
import type { NewEvent } from '../events/define-event.js';
import { traceparent } from '../tracing/tracing.js';
import type { Origin } from '../events/origin.js';
import type { StoredEvent } from '../events/stored-event.js';

// An event without listeners, or that starts nothing, is not put in the outbox, so it costs only its row.
// Inserted in the order of the list, so that seq increases in the order of publication.
const APPEND = `
  WITH stored AS (
    INSERT INTO event (id, workspace_id, type, entity_id, order_id, contact_id, payload, cascade_depth,
                       actor_type, actor_id, actor_name, execution_id, root_event_id, starts_nothing, traceparent)
    SELECT id, "workspaceId", type, "entityId", "orderId", "contactId", payload, "cascadeDepth",
           "actorType", "actorId", "actorName", "executionId", "rootEventId", "startsNothing", traceparent
    FROM jsonb_to_recordset($1::jsonb) AS n(
      id uuid, "workspaceId" uuid, type text, "entityId" uuid, "orderId" uuid, "contactId" uuid, payload jsonb,
      "cascadeDepth" smallint, "actorType" text, "actorId" uuid, "actorName" text,
      "executionId" uuid, "rootEventId" uuid, "startsNothing" boolean, traceparent text)
    RETURNING id, seq, occurred_at, workspace_id, type, starts_nothing
  ), heard AS (
    SELECT s.id, s.seq, s.occurred_at, l.revision, l.awaited
    FROM stored s LEFT JOIN event_listener l ON l.workspace_id = s.workspace_id AND l.event_type = s.type AND NOT s.starts_nothing
  ), awaiting AS (
    INSERT INTO outbox (event_id) SELECT id FROM heard WHERE revision IS NOT NULL
  )
  SELECT id, seq, occurred_at AS "occurredAt", revision, awaited FROM heard`;

/** A stored event with the revision of its listeners; null if nothing listens to it, or it starts nothing. */
export interface PublishedEvent extends StoredEvent {
  listenersRevision: string | null;
  /** Whether executions may wait for events of this type. */
  isAwaited: boolean;
}

/** An event's row for the statement. */
export type EventRow = Omit<StoredEvent, 'seq' | 'occurredAt'>;

/** An event and its origin. */
export interface Publication {
  origin: Origin;
  event: NewEvent;
}

type Kept = { id: string; seq: string; occurredAt: Date; revision: string | null; awaited: boolean | null };

/** Creates an event's row; rejects a payload above the limit. */
export function toEventRow({ origin, event }: Publication): EventRow {
  const id = newId();
  // An execution beyond the depth limit never starts, so it cannot publish events.
  if (origin.cascadeDepth > LIMITS.maxCascadeDepth + 1)
    throw new Error(`A change ${origin.cascadeDepth} automations deep`);
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
    actorName: origin.actor.name ?? null,
    executionId: origin.executionId,
    rootEventId: origin.rootEventId ?? id,
    startsNothing: origin.startsNothing ?? false,
    traceparent: traceparent(),
  };
}

/** Stores an event at once, in a transaction that dispatches it too: nobody is notified of it after the commit. */
export async function storeEvent(
  { origin, query }: { origin: Origin } & Pick<Reader, 'query'>,
  event: NewEvent,
): Promise<PublishedEvent> {
  const { text, values, read } = appendEvents([toEventRow({ origin, event })]);
  return read(await query(text, values))[0]!;
}

/** The statement that stores events in the order of publication. */
export function appendEvents(rows: EventRow[]): Statement<PublishedEvent[]> {
  return {
    text: APPEND,
    values: [toJsonText(rows)],
    read: (returned) => {
      const kept = new Map((returned as Kept[]).map((row) => [row.id, row]));
      return rows.map((row) => {
        const { seq, occurredAt, revision, awaited } = kept.get(row.id)!;
        return { ...row, seq, occurredAt, listenersRevision: revision, isAwaited: awaited === true };
      });
    },
  };
}

const TOO_LARGE = `The change is larger than the limit for an event: ${LIMITS.maxPayloadBytes / 1024} KiB`;
