import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import type { Reader } from '../database/reader.js';
import { toConnection, type Connection, type PageQuery } from '../paging/connection.js';
import { LogPage, type Log, type Way } from '../paging/log-page.js';
import { inOrder } from '../requester/request-loaders.js';
import type { EventFilter } from '../events/event.graphql.js';
import { eventColumns } from './event.entity.js';
import type { StoredEvent } from '../events/stored-event.js';

const FIND = `SELECT ${eventColumns('e')} FROM event e WHERE e.workspace_id = $1 AND e.id = ANY($2)`;

const LOG: Log = { table: 'event', columns: eventColumns, kind: 'type', time: 'occurred_at' };

/** Reads stored events. */
@Injectable()
export class EventLog {
  /** NOT_FOUND for an unknown event and for one of another workspace. */
  async byId(reader: Reader, id: string): Promise<StoredEvent> {
    const [event] = isId(id) ? await eventsByIds(reader, [id]) : [];
    if (!event) throw notFound('event', id);
    return event;
  }

  /** A page of events, newest first. */
  async page(
    reader: Reader,
    { type, entityId, from, to }: EventFilter,
    page: PageQuery,
  ): Promise<Connection<StoredEvent>> {
    if (entityId && !isId(entityId)) return toConnection<StoredEvent>([], page);
    const asked = new LogPage(LOG, reader.workspaceId, page).where('r.type =', type).during(from, to);
    const way = entityId ? about(asked.placeholder(entityId)) : type ? 'narrowed' : 'of each kind';
    const { text, values } = asked.statement(way);
    return toConnection(await reader.query<StoredEvent>(text, values), page);
  }
}

// Events of a contact, of one of its entities, or of an order but about another entity of it: one index each.
const about = (id: string): Way => ({
  anyOf: [
    `r.contact_id = ${id}`,
    `r.entity_id = ${id} AND r.entity_id IS DISTINCT FROM r.contact_id`,
    `r.order_id = ${id} AND r.order_id <> r.entity_id`,
  ],
});

/** Events in the order of their ids, null for deleted ones. */
export async function eventsByIds(reader: Reader, ids: readonly string[]): Promise<(StoredEvent | null)[]> {
  return inOrder(ids, await reader.query<StoredEvent>(FIND, [reader.workspaceId, ids]), ({ id }) => id);
}
