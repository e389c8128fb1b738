import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import type { Reader } from '../database/reader.js';
import { toConnection, type Connection, type PageQuery } from '../graphql/connection.js';
import { inOrder } from '../graphql/request-loaders.js';
import type { EventFilter } from './event.graphql.js';
import { eventColumns } from './outbox.js';
import type { StoredEvent } from './stored-event.js';

const FIND = `SELECT ${eventColumns('e')} FROM event e WHERE e.workspace_id = $1 AND e.id = ANY($2)`;

const PAGE = `
  SELECT ${eventColumns('e')} FROM event e
  WHERE e.workspace_id = $1 AND ($2::text IS NULL OR e.type = $2) AND ($3::timestamptz IS NULL OR e.occurred_at >= $3)
    AND ($4::timestamptz IS NULL OR e.occurred_at < $4) AND ($5::uuid IS NULL OR e.id < $5)
  ORDER BY e.id DESC LIMIT $6`;

const PAGE_OF_ENTITY = PAGE.replace('WHERE', 'WHERE $7 IN (e.entity_id, e.order_id, e.contact_id) AND');

/** Reads what happened. */
@Injectable()
export class EventLog {
  /** NOT_FOUND for one of another workspace as for one that is not. */
  async byId(reader: Reader, id: string): Promise<StoredEvent> {
    const [event] = isId(id) ? await eventsByIds(reader, [id]) : [];
    if (!event) throw notFound('event', id);
    return event;
  }

  /** A page of events, newest first. */
  async page(reader: Reader, { type = null, entityId, from = null, to = null }: EventFilter, page: PageQuery): Promise<Connection<StoredEvent>> {
    if (entityId && !isId(entityId)) return toConnection<StoredEvent>([], page);
    const values = [reader.workspaceId, type, from, to, page.afterId, page.limit];
    const rows = entityId ? reader.query<StoredEvent>(PAGE_OF_ENTITY, [...values, entityId]) : reader.query<StoredEvent>(PAGE, values);
    return toConnection(await rows, page);
  }
}

/** Events in the order of their ids, null where one is gone. */
export async function eventsByIds(reader: Reader, ids: readonly string[]): Promise<(StoredEvent | null)[]> {
  return inOrder(ids, await reader.query<StoredEvent>(FIND, [reader.workspaceId, ids]), ({ id }) => id);
}
