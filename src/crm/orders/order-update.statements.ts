import { patchStatement, type Patchable } from '../fields/patch.js';
import { ORDER_COLUMNS } from './order.entity.js';
import { ORDER_ITEM_COLUMNS, type OrderItemRow } from './order-item.entity.js';
import { ORDER_PATCH } from './orders.statements.js';

const FIELDS = { ...ORDER_PATCH.fields, contactId: 'contact_id' };

/** The changeable fields of an order, with its contact, whose existence the caller checks. */
export const ORDER_UPDATE: Patchable = {
  ...ORDER_PATCH,
  fields: FIELDS,
  statement: patchStatement('"order"', FIELDS, { alias: 'o', columns: ORDER_COLUMNS }),
};

/** An item, and the total of all items of its order. */
export type StoredItem = OrderItemRow & { total: string };

/** The items of order $2, in order. */
export const ORDER_ITEMS = `
  SELECT ${ORDER_ITEM_COLUMNS}, sum(i.quantity * i.unit_price) OVER ()::numeric(20,2) AS total
  FROM order_item i WHERE i.workspace_id = $1 AND i.order_id = $2 ORDER BY i.position`;

export const DELETE_ITEMS = `DELETE FROM order_item WHERE workspace_id = $1 AND order_id = $2`;

/** Gives order $2 the items $3, and a new version. Returns their total. */
export const INSERT_ITEMS = `
  WITH line AS (
    SELECT * FROM jsonb_to_recordset($3::jsonb) AS i(position integer, title text, sku text, quantity integer, "unitPrice" numeric(20,2))
  ), lines AS (
    INSERT INTO order_item (workspace_id, order_id, position, title, sku, quantity, unit_price)
    SELECT $1, $2, position, title, sku, quantity, "unitPrice" FROM line
  ), changed AS (
    UPDATE "order" SET version = version + 1, updated_at = clock_now() WHERE workspace_id = $1 AND id = $2
  )
  SELECT coalesce(sum(quantity * "unitPrice"), 0)::numeric(20,2) AS total FROM line`;

/** Contact $2, which cannot be deleted until the end of the transaction. */
export const HOLD_CONTACT = `SELECT id FROM contact WHERE workspace_id = $1 AND id = $2 FOR KEY SHARE`;

/** The first stage of pipeline $2. */
export const FIRST_STAGE = `SELECT id FROM stage WHERE workspace_id = $1 AND pipeline_id = $2 ORDER BY position LIMIT 1`;
