import { isDeepStrictEqual } from 'node:util';
import { idOf } from '../../kernel/checks/checks.js';
import { notFound } from '../../kernel/errors.js';
import type { Expecting } from '../../kernel/versions.js';
import type { Work } from '../../platform/work/work.js';
import { definedValues } from '../custom-fields/defined-values.js';
import { fieldChanged } from '../fields/fields.events.js';
import { applyPatch } from '../fields/patch.js';
import type { OrderRow } from './order.entity.js';
import type { NewItem, OrderPatchValues } from './order.input.js';
import { orderItemsChanged } from './orders.events.js';
import { snapshotOfOrder } from './orders.facts.js';
import {
  DELETE_ITEMS,
  FIRST_STAGE,
  HOLD_CONTACT,
  INSERT_ITEMS,
  ORDER_UPDATE,
  ORDER_ITEMS,
  type StoredItem,
} from './order-update.statements.js';

/** An order, and the names of its stage and pipeline. */
export type HeldOrder = OrderRow & { stageName: string; pipelineName: string };

/** An order's fields to change; its contact is one of them. */
type Patch = OrderPatchValues & Expecting & { contactId?: string | null; at: string[] };

/** Changes fields of an order and publishes field.changed for each. `at` is the path of the fields in the input. NOT_FOUND, INVALID_INPUT, CONFLICT. */
export async function patchOrder(
  work: Work,
  id: string,
  { at, customFields, expectedVersion, ...values }: Patch,
): Promise<{ order: OrderRow; changed: boolean }> {
  const custom = await definedValues(work, 'order', { fields: customFields, at: [...at, 'customFields'] });
  const patched = await applyPatch<OrderRow>(work, ORDER_UPDATE, {
    id: idOf('order', id),
    values,
    custom,
    expectedVersion,
  });
  if (!patched) throw notFound('order', id);

  const order = patched.row;
  const about = { entityType: 'order', entityId: order.id, contactId: order.contactId, orderId: order.id } as const;
  for (const { field, ...change } of patched.changes)
    work.publish(fieldChanged({ ...about, field: `order.${field}`, ...change }));
  return { order, changed: patched.changes.length > 0 };
}

/** The contact's id, if one is given; it cannot be deleted until the unit of work ends. NOT_FOUND. */
export async function heldContact(work: Work, contactId: string | null | undefined) {
  if (contactId == null) return contactId;
  const [contact] = await work.query<{ id: string }>(HOLD_CONTACT, [work.workspaceId, idOf('contact', contactId)]);
  if (!contact) throw notFound('contact', contactId);
  return contact.id;
}

/**
 * Replaces the items of a held order, and changes its fields; without a value, the total of other items becomes the value. Publishes
 * order.items_changed unless the items are the same.
 */
export async function putItems(
  work: Work,
  { stageName, pipelineName, ...held }: HeldOrder,
  { items, patch }: { items: NewItem[] | null; patch: Patch },
): Promise<OrderRow> {
  const change = await replaceItems(work, held.id, items ?? []);
  const { order } = await patchOrder(work, held.id, { ...patch, value: patch.value ?? change?.items.total });
  if (change) {
    const snapshot = snapshotOfOrder(order, { stageName, pipelineName });
    work.publish(orderItemsChanged({ orderId: order.id, contactId: order.contactId, order: snapshot, ...change }));
  }
  return order;
}

/** The stage to move a held order to; null if it stays. A pipeline alone means its first stage, unless the order is in it. NOT_FOUND. */
export async function targetOf(
  work: Work,
  held: OrderRow,
  { pipelineId, stageId }: { pipelineId?: string | null; stageId?: string | null },
): Promise<string | null> {
  if (stageId != null || pipelineId == null) return stageId ?? null;
  const id = idOf('pipeline', pipelineId);
  if (id === held.pipelineId) return null;
  const [stage] = await work.query<{ id: string }>(FIRST_STAGE, [work.workspaceId, id]);
  if (!stage) throw notFound('pipeline', pipelineId);
  return stage.id;
}

/** Counts and totals of the items after and before; null if they are the same as before. */
async function replaceItems(work: Work, orderId: string, items: NewItem[]) {
  const values = [work.workspaceId, orderId];
  const stored = await work.query<StoredItem>(ORDER_ITEMS, values);
  const before = stored.map(({ position, title, sku, quantity, unitPrice }) => ({
    position,
    title,
    sku,
    quantity,
    unitPrice,
  }));
  const after = items.map(({ title, sku = null, quantity, unitPrice }, position) => ({
    ...{ position, title, sku, quantity },
    unitPrice: unitPrice ?? '0.00',
  }));
  if (isDeepStrictEqual(after, before)) return null;

  await work.query(DELETE_ITEMS, values);
  const [put] = await work.query<{ total: string }>(INSERT_ITEMS, [...values, JSON.stringify(after)]);
  return {
    items: { count: after.length, total: put!.total },
    previous: { count: before.length, total: stored[0]?.total ?? '0.00' },
  };
}
