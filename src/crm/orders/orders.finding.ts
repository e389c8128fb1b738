import { z } from 'zod';
import { checked } from '../../kernel/checks/checks.js';
import { invalidInput } from '../../kernel/errors.js';
import type { Finder } from '../../platform/database/finder.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Connection, TwoWayPageArgs } from '../../platform/paging/connection.js';
import { Find, foundConnection, NOTHING_FOUND, orderingOf } from '../../platform/paging/find.js';
import { assertPeriod, canExist, filterId, findInput, whereCustomFields, whereText } from '../fields/find-input.js';
import type { OrderRow } from './order.entity.js';
import { ordersById } from './orders.loaders.js';
import type { OrderFilter } from './orders.statements.js';

const ORDERS = {
  NAME: { expression: `left(find_text(r.name), 100) COLLATE "C"`, type: 'text' },
  CREATED_AT: { expression: 'r.created_at', type: 'timestamptz' },
  VALUE: { expression: 'r.value', type: 'numeric' },
} as const;

/** A field by which orders can be ordered. */
export type OrderOrderField = keyof typeof ORDERS;

const id = filterId.nullish();
const instant = z.date().nullish();
const { amount, ...common } = findInput;
const filterInput = z.object({
  ...common,
  pipelineId: id,
  stageId: id,
  contactId: id,
  valueFrom: amount,
  valueTo: amount,
  createdFrom: instant,
  createdTo: instant,
});
type OrderFindFilter = z.input<typeof filterInput>;

/** Which orders a list shows, and how; the ids beside the filter must hold too. */
export interface FindOrders extends TwoWayPageArgs, OrderFilter {
  filter?: OrderFindFilter | null;
  orderBy?: { field: OrderOrderField; direction?: 'ASC' | 'DESC' | null }[] | null;
}

/** A page of orders. INVALID_INPUT. */
export async function findOrders(reader: Reader, finder: Finder, args: FindOrders): Promise<Connection<OrderRow>> {
  const ordering = orderingOf(args.orderBy, ORDERS);
  const found = (await ordersLike(reader.workspaceId, args)?.page(finder, args, ordering)) ?? NOTHING_FOUND;
  return foundConnection(found, found.ids.length > 0 ? await ordersById(reader, found.ids) : []);
}

/** How many orders there are. INVALID_INPUT. */
export const countOrders = async (workspaceId: string, finder: Finder, args: FindOrders): Promise<number> =>
  (await ordersLike(workspaceId, args)?.count(finder)) ?? 0;

// Undefined if an id can be none.
function ordersLike(workspaceId: string, { filter, ...beside }: FindOrders): Find | undefined {
  const given = checked(filterInput, filter ?? {}, ['filter']);
  assertPeriod(given.createdFrom, given.createdTo, 'createdTo');
  if (given.valueFrom && given.valueTo && Number(given.valueFrom) > Number(given.valueTo))
    throw invalidInput([{ path: ['filter', 'valueTo'], message: 'Must not be less than valueFrom' }]);
  const { pipelineId, stageId, contactId } = beside;
  if (!canExist([pipelineId, stageId, contactId, ...idsOf(given)])) return undefined;

  const find = new Find('"order"', workspaceId);
  whereText(find, 'find_text(r.name)', given.text);
  for (const tagId of new Set(given.tagIds))
    find.where(
      (tag) => `r.id IN (SELECT t.order_id FROM order_tag t WHERE t.workspace_id = $1 AND t.tag_id = ${tag}::uuid)`,
      tagId,
    );
  for (const place of [beside, given]) wherePlace(find, place);
  find.where((from) => `r.value >= ${from}::numeric`, given.valueFrom);
  find.where((to) => `r.value <= ${to}::numeric`, given.valueTo);
  find.where((from) => `r.created_at >= ${from}::timestamptz`, given.createdFrom);
  find.where((to) => `r.created_at < ${to}::timestamptz`, given.createdTo);
  whereCustomFields(find, given.customFields);
  return find;
}

const idsOf = ({ pipelineId, stageId, contactId, tagIds }: OrderFindFilter) => [
  pipelineId,
  stageId,
  contactId,
  ...(tagIds ?? []),
];

function wherePlace(find: Find, { pipelineId, stageId, contactId }: OrderFilter): void {
  find.where((stage) => `r.stage_id = ${stage}::uuid`, stageId);
  find.where((contact) => `r.contact_id = ${contact}::uuid`, contactId);
  find.where(
    (pipeline) =>
      `r.stage_id = ANY (ARRAY(SELECT s.id FROM stage s WHERE s.workspace_id = $1 AND s.pipeline_id = ${pipeline}::uuid))`,
    pipelineId,
  );
}
