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
import {
  DELETE_ITEMS,
  FIRST_STAGE,
  HOLD_CONTACT,
  INSERT_ITEMS,
  ORDER_UPDATE,
  ORDER_ITEMS,
  type StoredItem,
} from './order-update.statements.js';

/** The items of an order as they are after a change, and as they were. */
export interface ItemsChange {
  items: ItemsTotal;
  previous: ItemsTotal;
}

interface ItemsTotal {
  count: number;
  /** The sum of quantities times unit prices, with two decimals. */
  total: string;
}

/** An order's fields to change; its contact is one of them. */
type Patch = OrderPatchValues & Expecting & { contactId?: string | null };

/** Changes fields of an order and publishes field.changed for each. `at` is the path of the fields in the input. NOT_FOUND, INVALID_INPUT, CONFLICT. */
export async function patchOrder(
  work: Work,
  id: string,
  { at, customFields, expectedVersion, ...values }: Patch & { at: string[] },
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

/** The contact's id, if it exists; it cannot be deleted until the unit of work ends. NOT_FOUND. */
export async function heldContact(work: Work, contactId: string): Promise<string> {
  const [contact] = await work.query<{ id: string }>(HOLD_CONTACT, [work.workspaceId, idOf('contact', contactId)]);
  if (!contact) throw notFound('contact', contactId);
  return contact.id;
}

/** Replaces the items of a held order; null if they are the same as before. */
export async function replaceItems(work: Work, orderId: string, items: NewItem[]): Promise<ItemsChange | null> {
  const values = [work.workspaceId, orderId];
  const before = await work.query<StoredItem>(ORDER_ITEMS, values);
  const wanted = items.map(({ title, sku = null, quantity, unitPrice }, position) => ({
    ...{ position, title, sku, quantity },
    unitPrice: unitPrice ?? '0.00',
  }));
  if (
    isDeepStrictEqual(
      wanted,
      before.map(({ total: _, ...item }) => item),
    )
  )
    return null;

  await work.query(DELETE_ITEMS, values);
  const [put] = await work.query<{ total: string }>(INSERT_ITEMS, [...values, JSON.stringify(wanted)]);
  return {
    items: { count: wanted.length, total: put!.total },
    previous: { count: before.length, total: before[0]?.total ?? '0.00' },
  };
}

/** The first stage of a pipeline. NOT_FOUND. */
export async function firstStageOf(work: Work, pipelineId: string): Promise<string> {
  const [stage] = await work.query<{ id: string }>(FIRST_STAGE, [work.workspaceId, idOf('pipeline', pipelineId)]);
  if (!stage) throw notFound('pipeline', pipelineId);
  return stage.id;
}
