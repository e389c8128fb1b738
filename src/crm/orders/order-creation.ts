import type { z } from 'zod';
import { invalidInput, notFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { Work } from '../../platform/work/work.js';
import { checked, idOf, optionalIdOf } from '../../kernel/checks/checks.js';
import type { TagRow } from '../tags/tag.entity.js';
import { tagAssigned } from '../tags/tags.events.js';
import type { OrderRow } from './order.entity.js';
import { newOrder, type NewOrder } from './order.input.js';
import { orderCreated } from './orders.events.js';
import { snapshotOfOrder } from './orders.facts.js';
import { CREATE_ORDER, INSERT_ORDERS } from './orders.statements.js';

/** The place for the new order, and which of the referenced objects exist. */
type Found = {
  stageName: string;
  pipelineName: string;
  pipeline: boolean;
  stage: boolean;
  contact: boolean;
  source: boolean;
};
type CreatedRow = OrderRow & { found: Found; tags: Pick<TagRow, 'id' | 'name' | 'color'>[] | null };

/** Creates an order with its items, and with items and tags of a source, in one statement; publishes its events. */
export async function createOrder(work: Work, input: NewOrder): Promise<OrderRow> {
  const parsed = checked(newOrder, input);
  if (!parsed.pipelineId && !parsed.stageId)
    throw invalidInput([{ path: ['input', 'pipelineId'], message: 'Required' }]);

  const [row] = await work.query<CreatedRow>(CREATE_ORDER, [work.workspaceId, newId(), ...valuesOf(parsed)]);
  if (!row?.id) throw refusalOf(parsed, row!.found);

  const { found, tags, ...order } = row;
  work.publish(created(order, found));
  const about = { entityType: 'order', entityId: order.id, orderId: order.id, contactId: order.contactId } as const;
  for (const tag of tags ?? []) work.publish(tagAssigned({ ...about, tagId: tag.id, tag }));
  return order;
}

/** A valid new order without items, with the id it gets, its stage and its contact. */
export type CheckedOrder = Omit<z.output<typeof newOrder>, 'pipelineId' | 'items' | 'source'> & {
  id: string;
  stageId: string;
};

/** Creates orders in one statement and publishes order.created for each. Leaves out those whose stage or contact does not exist. */
export async function createOrders(work: Work, orders: readonly CheckedOrder[]): Promise<OrderRow[]> {
  if (orders.length === 0) return [];
  const rows = await work.query<OrderRow & Place>(INSERT_ORDERS, [work.workspaceId, JSON.stringify(orders)]);
  return rows.map(({ stageName, pipelineName, ...order }) => {
    work.publish(created(order, { stageName, pipelineName }));
    return order;
  });
}

function valuesOf({
  pipelineId,
  stageId,
  contactId,
  items,
  source,
  ...attributes
}: ReturnType<typeof newOrder.parse>): unknown[] {
  return [
    optionalIdOf('pipeline', pipelineId),
    optionalIdOf('stage', stageId),
    optionalIdOf('contact', contactId),
    JSON.stringify({ ...attributes, link: source?.link ?? false }),
    JSON.stringify((items ?? []).map((item, position) => ({ ...item, position }))),
    source ? idOf('order', source.orderId) : null,
    source?.copyItems ?? false,
    source?.copyTags ?? false,
  ];
}

function refusalOf({ pipelineId, stageId, contactId, source }: NewOrder, found: Found): Error {
  if (pipelineId && !found.pipeline) return notFound('pipeline', pipelineId);
  if (stageId && !found.stage) return notFound('stage', stageId);
  if (contactId && !found.contact) return notFound('contact', contactId);
  if (source && !found.source) return notFound('order', source.orderId);
  return invalidInput([{ path: ['input', 'stageId'], message: 'The stage belongs to another pipeline' }]);
}

type Place = Pick<Found, 'stageName' | 'pipelineName'>;

function created(order: OrderRow, place: Place) {
  const { id: orderId, contactId, pipelineId, stageId } = order;
  const snapshot = snapshotOfOrder(order, place);
  return orderCreated({
    orderId,
    contactId,
    pipelineId,
    stageId,
    order: snapshot,
    stage: snapshot.stage,
    pipeline: snapshot.pipeline,
  });
}
