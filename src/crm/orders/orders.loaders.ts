import type { Reader } from '../../platform/database/reader.js';
import { LAST_ID, type NestedPage } from '../../platform/query-limits/query-lists.js';
import { grouped, inOrder } from '../../platform/requester/request-loaders.js';
import { ORDER_ITEM_COLUMNS, type OrderItemRow } from './order-item.entity.js';
import { ORDER_COLUMNS, type OrderRow } from './order.entity.js';

type OrderOf = OrderRow & { ofId: string };

const BY_IDS = `SELECT ${ORDER_COLUMNS} FROM "order" o WHERE o.workspace_id = $1 AND o.id = ANY ($2::uuid[])`;

const OF_CONTACTS = `
  SELECT o.* FROM unnest($2::uuid[]) AS k(id) CROSS JOIN LATERAL (
    SELECT ${ORDER_COLUMNS} FROM "order" o
    WHERE o.workspace_id = $1 AND o.contact_id = k.id AND o.id < coalesce($4, '${LAST_ID}'::uuid)
    ORDER BY o.id DESC LIMIT $3) AS o`;

// The source comes first, whatever its id; only duplicates follow it or another duplicate.
const RELATED = `
  SELECT r.* FROM unnest($2::uuid[]) AS k(id) JOIN "order" me ON me.workspace_id = $1 AND me.id = k.id CROSS JOIN LATERAL (
    (SELECT k.id AS "ofId", ${ORDER_COLUMNS} FROM "order" o
     WHERE o.workspace_id = $1 AND o.id = me.source_order_id AND $4::uuid IS NULL)
    UNION ALL
    (SELECT k.id, ${ORDER_COLUMNS} FROM "order" o
     WHERE o.workspace_id = $1 AND o.source_order_id = k.id AND o.id < coalesce(nullif($4, me.source_order_id), '${LAST_ID}'::uuid)
     ORDER BY o.id DESC LIMIT $3)
    LIMIT $3) AS r`;

const ITEMS = `
  SELECT i.* FROM unnest($2::uuid[]) AS k(id) CROSS JOIN LATERAL (
    SELECT ${ORDER_ITEM_COLUMNS}
    FROM order_item i WHERE i.workspace_id = $1 AND i.order_id = k.id AND i.position > coalesce($4, -1)
    ORDER BY i.position LIMIT $3) AS i`;

/** Orders by id, null for missing ones. */
export async function ordersById(reader: Reader, ids: readonly string[]): Promise<(OrderRow | null)[]> {
  return inOrder(ids, await reader.query<OrderRow>(BY_IDS, [reader.workspaceId, ids]), ({ id }) => id);
}

/** The newest orders of each contact. */
export async function ordersOfContacts(
  reader: Reader,
  ids: readonly string[],
  { first, after }: NestedPage,
): Promise<OrderRow[][]> {
  return grouped(
    ids,
    await reader.query<OrderRow>(OF_CONTACTS, [reader.workspaceId, ids, first, after]),
    ({ contactId }) => contactId!,
  );
}

/** The source of each order, and its newest duplicates. */
export async function ordersRelatedTo(
  reader: Reader,
  ids: readonly string[],
  { first, after }: NestedPage,
): Promise<OrderRow[][]> {
  return grouped(
    ids,
    await reader.query<OrderOf>(RELATED, [reader.workspaceId, ids, first, after]),
    ({ ofId }) => ofId,
  );
}

/** The items of each order, in order; a page starts after a position. */
export async function itemsOfOrders(
  reader: Reader,
  ids: readonly string[],
  { first, after }: NestedPage<number>,
): Promise<OrderItemRow[][]> {
  return grouped(
    ids,
    await reader.query<OrderItemRow>(ITEMS, [reader.workspaceId, ids, first, after]),
    ({ orderId }) => orderId,
  );
}

const UP_TO = `
  SELECT ${ORDER_COLUMNS} FROM "order" o WHERE o.workspace_id = $1 AND o.contact_id = $2 AND o.id <= $3 ORDER BY o.id DESC LIMIT $4`;

/** A contact's newest orders up to an id. */
export const ordersUpTo = (
  reader: Reader,
  { id, upToId, limit }: { id: string; upToId: string; limit: number },
): Promise<OrderRow[]> => reader.query<OrderRow>(UP_TO, [reader.workspaceId, id, upToId, limit]);

/** A quick search covers only this many of the newest rows, so that its time does not depend on the total. */
const LOOKED_THROUGH = 10_000;

const SEARCH = `
  SELECT ${ORDER_COLUMNS} FROM (SELECT * FROM "order" WHERE workspace_id = $1 ORDER BY id DESC LIMIT ${LOOKED_THROUGH}) o
  WHERE o.name ILIKE $2 ORDER BY o.id DESC LIMIT $3`;

/** The newest orders that match the pattern, among the newest 10,000. */
export const searchOrders = (reader: Reader, pattern: string, limit: number): Promise<OrderRow[]> =>
  reader.query<OrderRow>(SEARCH, [reader.workspaceId, pattern, limit]);
