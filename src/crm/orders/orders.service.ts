import { Injectable } from '@nestjs/common';
import { invalidInput, notFound } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import type { Json } from '../../kernel/json.js';
import { assertVersion, type Expecting } from '../../kernel/versions.js';
import { Finder } from '../../platform/database/finder.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/work/work.js';
import { pageQuery, toConnection, type Connection, type PageArgs } from '../../platform/paging/connection.js';
import { isPlain } from '../../platform/paging/find.js';
import type { CountedConnection } from '../../platform/paging/total-count.js';
import { checked, checkedFilter, idOf, optionalIdOf } from '../../kernel/checks/checks.js';
import { definedValues } from '../custom-fields/defined-values.js';
import { membersValues, type Member, type MembersQuery } from '../fields/members.js';
import { onlyField } from '../fields/patch.js';
import type { StageRow } from '../pipelines/stage.entity.js';
import type { OrderRow } from './order.entity.js';
import { newOrder, orderPatch, orderUpdate, type NewOrder, type OrderUpdate } from './order.input.js';
import { createOrder, createOrders, type CheckedOrder } from './order-creation.js';
import { heldContact, patchOrder, putItems, targetOf, type HeldOrder } from './order-update.js';
import { countOrders, findOrders, type FindOrders } from './orders.finding.js';
import { orderStageChanged } from './orders.events.js';
import { snapshotOfOrder } from './orders.facts.js';
import {
  DELETE_ORDERS,
  EXISTING_ORDERS,
  GIVE_ORDERS,
  HOLD_ORDERS_OF,
  HOLD_ELSEWHERE,
  HOLD_ORDER,
  MOVE_ORDER,
  ORDER_BY_ID,
  ORDER_MEMBERS,
  ORDER_PATCH,
  ordersStatement,
  type OrderFilter,
} from './orders.statements.js';

/** The target of a move; a pipeline only if it may leave its own. */
export interface OrderMove {
  stageId: string;
  pipelineId?: string | null;
  /** The path of the ids in the input. */
  at?: string[];
}

/** How an order is duplicated; everything is copied by default. */
export interface OrderCopy {
  /** By default the source's, or that of the stage. */
  pipelineId?: string | null;
  /** By default the source's stage in the source's pipeline, and the first stage in another. */
  stageId?: string | null;
  copyContact?: boolean;
  copyItems?: boolean;
  copyValue?: boolean;
  copyTags?: boolean;
}

type Moved = {
  fromStageName: string;
  toStageId: string | null;
  toStageName: string;
  toPosition: number;
  toPipelineId: string;
  pipelineName: string;
  movedVersion: number | null;
  movedAt: Date | null;
};
type MoveRow = Moved & OrderRow;

/** Orders and their stages. */
@Injectable()
export class OrdersService {
  constructor(private readonly finder: Finder) {}

  /** Publishes order.created, and tag.assigned for each copied tag. INVALID_INPUT; NOT_FOUND for referenced objects. */
  async create(work: Work, input: NewOrder): Promise<OrderRow> {
    if (!input.customFields) return createOrder(work, input);
    const { customFields: fields } = checked(newOrder, input);
    const at = ['input', 'customFields'];
    return createOrder(work, { ...input, customFields: await definedValues(work, 'order', { fields, at }) });
  }

  /** Creates orders without items in one statement, publishing order.created for each. Leaves out those whose stage or contact does not exist. */
  async createMany(work: Work, orders: readonly CheckedOrder[]): Promise<OrderRow[]> {
    return createOrders(work, orders);
  }

  /** Those of the ids that are orders, with their contacts. */
  async existing(reader: Reader, ids: readonly string[]): Promise<{ id: string; contactId: string | null }[]> {
    return reader.query(EXISTING_ORDERS, [reader.workspaceId, ids]);
  }

  /** A copy that refers to its source; publishes the events of a creation. NOT_FOUND. */
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
   * Moves an order and publishes order.stage_changed; if it is already at that stage, nothing changes and nothing is published.
   * NOT_FOUND for order or stage; INVALID_INPUT for a stage that is not in the given pipeline, or by default in its own.
   */
  async moveToStage(
    work: Work,
    orderId: string,
    { stageId, pipelineId, at = [] }: OrderMove,
  ): Promise<{ order: OrderRow; stage: StageRow; moved: boolean }> {
    const ids = [idOf('order', orderId), idOf('stage', stageId), optionalIdOf('pipeline', pipelineId)];
    const [row] = await work.query<MoveRow>(MOVE_ORDER, [work.workspaceId, ...ids]);
    const {
      fromStageName,
      toStageId,
      toStageName,
      toPosition,
      toPipelineId,
      pipelineName,
      movedVersion,
      movedAt,
      ...was
    } = row!;
    if (!was.id) throw notFound('order', orderId);
    if (!toStageId) throw notFound('stage', stageId);
    if (toPipelineId !== (pipelineId ?? was.pipelineId))
      throw invalidInput([{ path: [...at, 'stageId'], message: OTHER_PIPELINE }]);
    const stage = { id: toStageId, pipelineId: toPipelineId, name: toStageName, position: toPosition };
    if (!movedAt) return { order: was, stage, moved: false };

    const order = { ...was, stageId: toStageId, pipelineId: toPipelineId, version: movedVersion!, updatedAt: movedAt };
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

  /**
   * Publishes field.changed for each field whose value changed, the contact among them, order.items_changed for other items, and
   * order.stage_changed for another stage. Given items without a value make their total the value. NOT_FOUND, INVALID_INPUT, CONFLICT.
   */
  async update(work: Work, id: string, { expectedVersion, ...input }: OrderUpdate & Expecting): Promise<OrderRow> {
    const { items, pipelineId, stageId, ...fields } = checked(orderUpdate, input);
    const contactId = await heldContact(work, fields.contactId);
    const patch = { ...fields, contactId, at: ['input'] };
    if (items === undefined && pipelineId == null && stageId == null)
      return (await patchOrder(work, id, { ...patch, expectedVersion })).order;

    const held = await this.hold(work, id);
    assertVersion('order', { expectedVersion }, held.version);
    const order =
      items === undefined ? (await patchOrder(work, id, patch)).order : await putItems(work, held, { items, patch });
    const stage = await targetOf(work, held, { pipelineId, stageId });
    return stage != null
      ? (await this.moveToStage(work, id, { stageId: stage, pipelineId, at: ['input'] })).order
      : order;
  }

  /** Changes one field, base or `customFields.x`, to a value that may be the text of a template. */
  async updateField(
    work: Work,
    id: string,
    { field, value }: { field: string; value: Json },
  ): Promise<{ order: OrderRow; changed: boolean }> {
    return patchOrder(work, id, { ...checked(orderPatch, onlyField(ORDER_PATCH, field, value), []), at: [] });
  }

  /** The ids of up to `limit` orders of a pipeline at other stages than these, held until the end of the unit of work. */
  async holdElsewhere(
    work: Work,
    pipelineId: string,
    { stageIds, limit }: { stageIds: readonly string[]; limit: number },
  ): Promise<string[]> {
    const rows = await work.query<{ id: string }>(HOLD_ELSEWHERE, [work.workspaceId, pipelineId, stageIds, limit]);
    return rows.map(({ id }) => id);
  }

  /** The order with its place, held until the end of the unit of work. NOT_FOUND. */
  async hold(work: Work, id: string): Promise<HeldOrder> {
    const [order] = await work.query<HeldOrder>(HOLD_ORDER, [work.workspaceId, idOf('order', id)]);
    if (!order) throw notFound('order', id);
    return order;
  }

  /** The ids of a contact's orders, held until the end of the unit of work; at most `limit`. */
  async holdOf(work: Work, contactId: string, limit: number): Promise<string[]> {
    const rows = await work.query<{ id: string }>(HOLD_ORDERS_OF, [work.workspaceId, contactId, limit]);
    return rows.map(({ id }) => id);
  }

  /** Gives the orders of one contact to another. Publishes nothing. */
  async give(work: Work, from: string, into: string): Promise<void> {
    await work.query(GIVE_ORDERS, [work.workspaceId, from, into]);
  }

  /** Deletes held orders, about which there are no tasks. Publishes nothing. */
  async deleteHeld(work: Work, ids: readonly string[]): Promise<void> {
    await work.query(DELETE_ORDERS, [work.workspaceId, ids]);
  }

  /** NOT_FOUND if there is none. */
  async byId(reader: Reader, id: string): Promise<OrderRow> {
    const [order] = await reader.query<OrderRow>(ORDER_BY_ID, [reader.workspaceId, idOf('order', id)]);
    if (!order) throw notFound('order', id);
    return order;
  }

  /** Orders in the order of their ids. */
  async members(reader: Reader, query: MembersQuery): Promise<Member[]> {
    return reader.query(ORDER_MEMBERS, membersValues(reader.workspaceId, query));
  }

  /** Newest first unless ordered otherwise; a filter with an unknown id finds nothing. */
  async page(reader: Reader, args: FindOrders): Promise<CountedConnection<OrderRow>> {
    const { first, after, pipelineId, stageId, contactId } = args;
    const plain = { first, after, pipelineId, stageId, contactId };
    const page = await (isPlain(args) ? this.newest(reader, plain) : findOrders(reader, this.finder, args));
    return { ...page, count: () => countOrders(reader.workspaceId, this.finder, args) };
  }

  private async newest(
    reader: Reader,
    { first, after, ...filter }: PageArgs & OrderFilter,
  ): Promise<Connection<OrderRow>> {
    const query = pageQuery({ first, after });
    const { text, ids } = ordersStatement(checkedFilter(filter, []));
    const rows = ids.every(isId)
      ? await reader.query<OrderRow>(text, [reader.workspaceId, query.afterId, query.limit, ...ids])
      : [];
    return toConnection(rows, query);
  }
}

function placeOfCopy(source: Pick<OrderRow, 'pipelineId' | 'stageId'>, { pipelineId, stageId }: OrderCopy) {
  const stays = !stageId && (!pipelineId || pipelineId === source.pipelineId);
  return stays ? { pipelineId: source.pipelineId, stageId: source.stageId } : { pipelineId, stageId };
}

const OTHER_PIPELINE = 'The stage belongs to another pipeline';
