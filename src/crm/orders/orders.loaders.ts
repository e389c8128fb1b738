import type { Reader } from '../../platform/database/reader.js';
import { grouped, inOrder } from '../../platform/graphql/request-loaders.js';
import type { OrderItemRow } from './order-item.entity.js';
import { ORDER_COLUMNS, type OrderRow } from './order.entity.js';

type OrderOf = OrderRow & { ofId: string };

/** How many orders are shown within something else. */
export const MAX_NESTED_ORDERS = 100;

const BY_IDS = `SELECT ${ORDER_COLUMNS} FROM "order" o WHERE o.workspace_id = $1 AND o.id = ANY ($2::uuid[])`;

const OF_CONTACTS = `
  SELECT o.* FROM unnest($2::uuid[]) AS k(id) CROSS JOIN LATERAL (
    SELECT ${ORDER_COLUMNS} FROM "order" o WHERE o.workspace_id = $1 AND o.contact_id = k.id
    ORDER BY o.id DESC LIMIT ${MAX_NESTED_ORDERS}) AS o`;

const RELATED = `
  SELECT r.* FROM unnest($2::uuid[]) AS k(id) CROSS JOIN LATERAL (
    (SELECT k.id AS "ofId", ${ORDER_COLUMNS} FROM "order" me
     JOIN "order" o ON o.workspace_id = me.workspace_id AND o.id = me.source_order_id
     WHERE me.workspace_id = $1 AND me.id = k.id)
    UNION ALL
    (SELECT k.id, ${ORDER_COLUMNS} FROM "order" o WHERE o.workspace_id = $1 AND o.source_order_id = k.id
     ORDER BY o.id DESC LIMIT ${MAX_NESTED_ORDERS})) AS r`;

const ITEMS = `
  SELECT i.order_id AS "orderId", i.position, i.title, i.sku, i.quantity, i.unit_price AS "unitPrice"
  FROM order_item i WHERE i.workspace_id = $1 AND i.order_id = ANY ($2::uuid[]) ORDER BY i.order_id, i.position`;

/** Orders by id, null where there is none. */
export async function ordersById(reader: Reader, ids: readonly string[]): Promise<(OrderRow | null)[]> {
  return inOrder(ids, await reader.query<OrderRow>(BY_IDS, [reader.workspaceId, ids]), ({ id }) => id);
}

/** The newest orders of each contact. */
export async function ordersOfContacts(reader: Reader, ids: readonly string[]): Promise<OrderRow[][]> {
  return grouped(ids, await reader.query<OrderRow>(OF_CONTACTS, [reader.workspaceId, ids]), ({ contactId }) => contactId!);
}

/** The order each was copied from, and the newest copied from it. */
export async function ordersRelatedTo(reader: Reader, ids: readonly string[]): Promise<OrderRow[][]> {
  return grouped(ids, await reader.query<OrderOf>(RELATED, [reader.workspaceId, ids]), ({ ofId }) => ofId);
}

/** The items of each order, in their order. */
export async function itemsOfOrders(reader: Reader, ids: readonly string[]): Promise<OrderItemRow[][]> {
  return grouped(ids, await reader.query<OrderItemRow>(ITEMS, [reader.workspaceId, ids]), ({ orderId }) => orderId);
}
