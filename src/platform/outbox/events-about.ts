import type { Reader } from '../database/reader.js';
import { eventColumns } from './event.entity.js';
import type { StoredEvent } from '../events/stored-event.js';

/** The conditions for events `v` of a contact, including its orders; `id` is a placeholder. Each has an index, and no event meets two. */
export const ofContact = (id: string): string[] => [`v.contact_id = ${id}`];

/** The same for an order: its own events, and events of other entities that refer to it. */
export const ofOrder = (id: string): string[] => [
  `v.entity_id = ${id} AND v.entity_id IS DISTINCT FROM v.contact_id`,
  `v.order_id = ${id} AND v.order_id <> v.entity_id`,
];

/** Selects events of a contact or an order, up to an id, limited to the newest. */
export interface AboutQuery {
  about: 'contact' | 'order';
  id: string;
  upToId: string;
  limit: number;
}

const newest = (conditions: string[]) => {
  const branches = conditions.map(
    (condition) =>
      `(SELECT v.* FROM event v WHERE v.workspace_id = $1 AND ${condition} AND v.id <= $3 ORDER BY v.id DESC LIMIT $4)`,
  );
  return `SELECT ${eventColumns('v')} FROM (${branches.join(' UNION ALL ')}) v ORDER BY v.id DESC LIMIT $4`;
};

const ABOUT = { contact: newest(ofContact('$2')), order: newest(ofOrder('$2')) };

/** The newest events of a contact or an order. */
export const eventsAbout = (reader: Reader, { about, id, upToId, limit }: AboutQuery): Promise<StoredEvent[]> =>
  reader.query<StoredEvent>(ABOUT[about], [reader.workspaceId, id, upToId, limit]);
