import { Injectable } from '@nestjs/common';
import { normalizePhone } from '../../kernel/checks/phone.js';
import { newId, toId } from '../../kernel/ids.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import { BulkKinds } from '../../platform/bulk/bulk-kind.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/work/work.js';
import { ContactsService } from '../contacts/contacts.service.js';
import type { CheckedOrder } from '../orders/order-creation.js';
import { newOrder, orderPatch, type OrderUpdate } from '../orders/order.input.js';
import { ordersById } from '../orders/orders.loaders.js';
import { OrdersService } from '../orders/orders.service.js';
import { PipelinesService, type Place } from '../pipelines/pipelines.service.js';
import { TagsService } from '../tags/tags.service.js';
import { ImportKind, type Keyed } from './import-kind.js';
import { readRow, type ReadRow } from './import-mapping.js';
import { failed, parsedBy, planOf, skipped, type ImportPlan, type Planned } from './import-plan.js';
import { placeOf } from './order-place.js';

type Update = { id: string; contactId: string | null; patch: OrderUpdate };
type PlannedOrder = Planned<CheckedOrder, Update>;

/** What rows refer to. */
interface Known {
  orders: Map<string, string | null>;
  contacts: Map<string, string>;
  places: Place[];
}

/** Orders from the rows of a table. An order is there already if one has its id. */
@Injectable()
export class ImportOrders extends ImportKind<CheckedOrder, Update> {
  static readonly FIELDS = [
    ...['id', 'name', 'value', 'description', 'pipeline', 'stage', 'contactPhone', 'contactEmail', 'tags'],
    ...['shippingAddress', 'shippingCity', 'shippingRegion', 'shippingPostalCode', 'customFields'],
  ];
  readonly kind = 'IMPORT_ORDERS';
  protected readonly entityType = 'order';
  protected readonly lost = 'Its contact or stage was deleted in the meantime';

  constructor(
    kinds: BulkKinds,
    tags: TagsService,
    private readonly contacts: ContactsService,
    private readonly orders: OrdersService,
    private readonly pipelines: PipelinesService,
  ) {
    super(kinds, tags);
  }

  async labels(reader: Reader, ids: readonly string[]): Promise<(string | null)[]> {
    return (await ordersById(reader, ids)).map((order) => order?.name ?? null);
  }

  labelOf(input: JsonObject, part: Json): string | null {
    return readRow(planOf(input).columns, part).values['name'] ?? null;
  }

  protected keyed(row: ReadRow): Keyed {
    const { id, contactPhone, contactEmail } = row.values;
    return {
      ...row,
      id: toId(id),
      phone: contactPhone === undefined ? undefined : (normalizePhone(contactPhone) ?? ''),
      email: contactEmail?.toLowerCase(),
    };
  }

  protected async planner(reader: Reader, input: ImportPlan, rows: readonly Keyed[]) {
    const known = await this.known(reader, rows);
    return (row: Keyed): PlannedOrder => {
      const contactId = row.id && known.orders.get(row.id);
      if (contactId === undefined || !row.id) return plannedNew(row, input, known);
      if (input.onDuplicate === 'SKIP') return skipped(row.id);
      return plannedUpdate({ ...row, id: row.id, contactId: contactId || null }, input, known);
    };
  }

  protected createMany(work: Work, creations: readonly CheckedOrder[]) {
    return this.orders.createMany(work, creations);
  }

  protected update(work: Work, { id, patch }: Update) {
    return this.orders.update(work, id, patch);
  }

  protected contactIdOf({ contactId }: CheckedOrder | Update): string | null {
    return contactId ?? null;
  }

  private async known(reader: Reader, rows: readonly Keyed[]): Promise<Known> {
    const phones = rows.flatMap(({ phone }) => phone ?? []);
    const emails = rows.flatMap(({ email }) => email ?? []);
    const [orders, contacts, places] = await Promise.all([
      this.orders.existing(
        reader,
        rows.flatMap(({ id }) => id ?? []),
      ),
      this.contacts.match(reader.workspaceId, { ids: [], phones, emails }),
      this.pipelines.places(reader),
    ]);
    const byKey = contacts.flatMap(({ id, phone, email }) => [phone, email].map((key) => [key ?? '', id] as const));
    return {
      orders: new Map(orders.map(({ id, contactId }) => [id, contactId])),
      contacts: new Map(byKey),
      places,
    };
  }
}

function plannedNew(row: Keyed, { columns }: ImportPlan, { places, contacts }: Known): PlannedOrder {
  const parsed = parsedBy(newOrder, row, columns);
  const place = placeOf(places, row.values);
  const [key] = [row.phone, row.email].filter((each) => each !== undefined && contacts.has(each));
  const isStranger = key === undefined && (row.phone ?? row.email) !== undefined;
  const mistakes = [
    ...('mistakes' in parsed ? parsed.mistakes : []),
    ...('mistake' in place ? [place.mistake] : []),
    ...(isStranger ? [NO_CONTACT] : []),
  ];
  if (!('data' in parsed) || !('stageId' in place) || isStranger) return failed(mistakes);
  const id = newId();
  const { pipelineId: _, items: __, source: ___, ...order } = parsed.data;
  const contactId = key === undefined ? null : contacts.get(key)!;
  return {
    create: { ...order, id, stageId: place.stageId, contactId },
    tags: row.tags,
    result: { outcome: 'CREATED', entityId: id },
  };
}

function plannedUpdate(
  row: Keyed & { id: string; contactId: string | null },
  { columns }: ImportPlan,
  { places }: Known,
): PlannedOrder {
  const { id, contactId } = row;
  const parsed = parsedBy(orderPatch, row, columns);
  const { pipeline, stage } = row.values;
  const place = pipeline === undefined && stage === undefined ? null : placeOf(places, row.values);
  const wrong = place && 'mistake' in place ? [place.mistake] : [];
  if ('mistakes' in parsed) return failed([...parsed.mistakes, ...wrong]);
  if (place && 'mistake' in place) return failed(wrong);
  return {
    update: {
      id,
      contactId,
      patch: { ...parsed.data, ...(place && { stageId: place.stageId, pipelineId: place.pipelineId }) },
    },
    tags: row.tags,
    result: { outcome: 'UPDATED', entityId: id },
  };
}

const NO_CONTACT = 'No contact has this phone number or e-mail address: import the contacts first';
