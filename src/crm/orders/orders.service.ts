import { Injectable } from '@nestjs/common';
import { invalidInput, notFound } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import type { Json } from '../../kernel/json.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/database/work.js';
import { pageQuery, toConnection, type Connection, type PageArgs } from '../../platform/graphql/connection.js';
import { checked, idOf, optionalIdOf } from '../fields/checks.js';
import { fieldChanged } from '../fields/fields.events.js';
import { applyPatch, onlyField } from '../fields/patch.js';
import type { StageRow } from '../pipelines/stage.entity.js';
import type { OrderRow } from './order.entity.js';
import { orderPatch, type NewOrder, type OrderPatch } from './order.input.js';
import { createOrder } from './order-creation.js';
import { orderStageChanged } from './orders.events.js';
import { snapshotOfOrder } from './orders.facts.js';
import { MOVE_ORDER, ORDER_BY_ID, ORDER_PATCH, ordersStatement, type OrderFilter } from './orders.statements.js';

/** Where an order goes; a pipeline only when it may leave its own. */
export interface OrderMove {
  stageId: string;
  pipelineId?: string | null;
}

/** How an order is duplicated; everything is copied unless said otherwise. */
export interface OrderCopy {
  /** The source's when not given, or the stage's. */
  pipelineId?: string | null;
  /** In the source's pipeline the source's, in another its first, when not given. */
  stageId?: string | null;
  copyContact?: boolean;
  copyItems?: boolean;
  copyValue?: boolean;
  copyTags?: boolean;
}

type Moved = { fromStageName: string; toStageId: string | null; toStageName: string; toPosition: number; toPipelineId: string; pipelineName: string; movedAt: Date | null };
type MoveRow = Moved & OrderRow;

/** What is being sold, and where it stands. */
@Injectable()
export class OrdersService {
  /** Publishes order.created, and tag.assigned for each tag copied. INVALID_INPUT; NOT_FOUND for what it refers to. */
  async create(work: Work, input: NewOrder): Promise<OrderRow> {
    return createOrder(work, input);
  }

  /** A copy that keeps its source; publishes what creating it does. NOT_FOUND. */
  async duplicate(work: Work, orderId: string, copy: OrderCopy = {}): Promise<OrderRow> {
    const { copyContact = true, copyItems = true, copyValue = true, copyTags = true } = copy;
    const { contactId, value, ...order } = await this.byId(work, orderId);

    return createOrder(work, {
      ...order,
      contactId: copyContact ? contactId : null,
      value: copyValue ? value : '0',
      ...placeOfCopy(order, copy),
      source: { orderId, copyItems, copyTags, link: true },
    });
  }

  /**
   * Moves an order and publishes order.stage_changed; at that stage already, nothing changes and nothing is published.
   * NOT_FOUND for order or stage; INVALID_INPUT for a stage of another pipeline than the given one, or than its own.
   */
  async moveToStage(work: Work, orderId: string, { stageId, pipelineId }: OrderMove): Promise<{ order: OrderRow; stage: StageRow; moved: boolean }> {
    const ids = [idOf('order', orderId), idOf('stage', stageId), optionalIdOf('pipeline', pipelineId)];
    const [row] = await work.query<MoveRow>(MOVE_ORDER, [work.workspaceId, ...ids]);
    const { fromStageName, toStageId, toStageName, toPosition, toPipelineId, pipelineName, movedAt, ...was } = row!;
    if (!was.id) throw notFound('order', orderId);
    if (!toStageId) throw notFound('stage', stageId);
    if (toPipelineId !== (pipelineId ?? was.pipelineId)) throw invalidInput([{ path: ['stageId'], message: OTHER_PIPELINE }]);
    const stage = { id: toStageId, pipelineId: toPipelineId, name: toStageName, position: toPosition };
    if (!movedAt) return { order: was, stage, moved: false };

    const order = { ...was, stageId: toStageId, pipelineId: toPipelineId, updatedAt: movedAt };
    work.publish(
      orderStageChanged({
        orderId: order.id,
        contactId: order.contactId,
        pipelineId: toPipelineId,
        fromStageId: was.stageId,
        toStageId,
        order: snapshotOfOrder(order, { stageName: toStageName, pipelineName }),
        fromStage: { id: was.stageId, name: fromStageName },
        toStage: { id: toStageId, name: toStageName },
        pipeline: { id: toPipelineId, name: pipelineName },
      }),
    );
    return { order, stage, moved: true };
  }

  /** Publishes field.changed once for each field that really changed. NOT_FOUND, INVALID_INPUT. */
  async update(work: Work, id: string, input: OrderPatch): Promise<OrderRow> {
    return (await this.patch(work, id, checked(orderPatch, input))).order;
  }

  /** Changes one field, base or `customFields.x`, from a value that may be a template's text. */
  async updateField(work: Work, id: string, { field, value }: { field: string; value: Json }): Promise<{ order: OrderRow; changed: boolean }> {
    return this.patch(work, id, checked(orderPatch, onlyField(ORDER_PATCH, field, value), []));
  }

  /** NOT_FOUND when there is none. */
  async byId(reader: Reader, id: string): Promise<OrderRow> {
    const [order] = await reader.query<OrderRow>(ORDER_BY_ID, [reader.workspaceId, idOf('order', id)]);
    if (!order) throw notFound('order', id);
    return order;
  }

  /** Newest first; a filter that names nothing finds nothing. */
  async page(reader: Reader, { first, after, ...filter }: PageArgs & OrderFilter): Promise<Connection<OrderRow>> {
    const query = pageQuery({ first, after });
    const { text, ids } = ordersStatement(filter);
    const rows = ids.every(isId) ? await reader.query<OrderRow>(text, [reader.workspaceId, query.afterId, query.limit, ...ids]) : [];
    return toConnection(rows, query);
  }

  private async patch(work: Work, id: string, { customFields, ...values }: ReturnType<typeof orderPatch.parse>) {
    const patched = await applyPatch<OrderRow>(work, ORDER_PATCH, { id: idOf('order', id), values, custom: customFields ?? {} });
    if (!patched) throw notFound('order', id);

    const about = { entityType: 'order', entityId: id, contactId: patched.row.contactId, orderId: id } as const;
    for (const { field, ...values } of patched.changes) work.publish(fieldChanged({ ...about, field: `order.${field}`, ...values }));
    return { order: patched.row, changed: patched.changes.length > 0 };
  }
}

function placeOfCopy(source: Pick<OrderRow, 'pipelineId' | 'stageId'>, { pipelineId, stageId }: OrderCopy) {
  const stays = !stageId && (!pipelineId || pipelineId === source.pipelineId);
  return stays ? { pipelineId: source.pipelineId, stageId: source.stageId } : { pipelineId, stageId };
}

const OTHER_PIPELINE = 'The stage belongs to another pipeline';
