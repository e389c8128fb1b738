import { CLOCKS_AGREE_WITHIN_MS, lowestIdAt, timeOfId } from '../paging/log-page.js';
import type { StoredEvent } from '../events/stored-event.js';
import { eventColumns } from './event.entity.js';

/** Selects events of a type about a contact, or about an order if `contactId` is null. */
export interface AfterQuery {
  workspaceId: string;
  type: string;
  contactId: string | null;
  orderId: string | null;
  /** The id of an event that happened before them. */
  afterId: string;
  /** They have a higher seq. */
  afterSeq: string;
  /** Whether only those that were not dispatched yet. */
  undispatched: boolean;
  limit: number;
}

type Query = <Row>(text: string, values: readonly unknown[]) => Promise<Row[]>;

// Ids rise with time, up to the difference of the processes' clocks: they bound the scan of the index.
const after = (about: string) => `
  SELECT ${eventColumns('v')} FROM event v
  WHERE v.workspace_id = $1 AND ${about} AND v.type = $3 AND v.id > $4 AND v.seq > $5 AND NOT v.starts_nothing
    AND (NOT $6 OR EXISTS (SELECT FROM outbox o WHERE o.event_id = v.id))
  ORDER BY v.seq LIMIT $7`;

const OF_CONTACT = after('v.contact_id = $2');
const OF_ORDER = after('v.order_id = $2 AND v.contact_id IS NULL');

/** The committed events of one type about one contact or order after another event, in the order of seq. */
export const eventsAfter = (query: Query, asked: AfterQuery): Promise<StoredEvent[]> =>
  query<StoredEvent>(asked.contactId ? OF_CONTACT : OF_ORDER, [
    asked.workspaceId,
    asked.contactId ?? asked.orderId,
    asked.type,
    lowestIdAt(timeOfId(asked.afterId) - CLOCKS_AGREE_WITHIN_MS),
    asked.afterSeq,
    asked.undispatched,
    asked.limit,
  ]);
