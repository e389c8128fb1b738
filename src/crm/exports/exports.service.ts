import { Injectable } from '@nestjs/common';
import type { JsonObject } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Connection } from '../../platform/paging/connection.js';
import type { ContactRow } from '../contacts/contact.entity.js';
import { contactsById } from '../contacts/contacts.loaders.js';
import { ContactsService } from '../contacts/contacts.service.js';
import { cellOfTags, guardedCell } from '../imports/cells.js';
import type { OrderRow } from '../orders/order.entity.js';
import { OrdersService } from '../orders/orders.service.js';
import { PipelinesService } from '../pipelines/pipelines.service.js';
import { tagsOfContacts, tagsOfOrders } from '../tags/tags.loaders.js';

/** Lets spreadsheets read the file as UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';
const ALL_TAGS = { first: 1_000, after: null };

/** A row of a file, by column. */
type Cells = Record<string, string | null>;

/** One page of a list, by its arguments. */
type PageOf<Row> = (args: { filter: JsonObject | null; first: number; after?: string }) => Promise<Connection<Row>>;

/** CSV files of contacts and orders, newest first, page by page; their columns are named as the fields of an import. */
@Injectable()
export class Exports {
  constructor(
    private readonly contacts: ContactsService,
    private readonly orders: OrdersService,
    private readonly pipelines: PipelinesService,
  ) {}

  /** The file of the contacts that a filter of `contacts` finds, in parts. INVALID_INPUT. */
  contactsFile(reader: Reader, filter: JsonObject | null): AsyncGenerator<string> {
    return fileOf(
      (args) => this.contacts.page(reader, args),
      filter,
      (rows) => contactCells(reader, rows),
    );
  }

  /** The file of the orders that a filter of `orders` finds, in parts. INVALID_INPUT. */
  ordersFile(reader: Reader, filter: JsonObject | null): AsyncGenerator<string> {
    return fileOf(
      (args) => this.orders.page(reader, args),
      filter,
      (rows) => this.orderCells(reader, rows),
    );
  }

  private async orderCells(reader: Reader, orders: readonly OrderRow[]): Promise<Cells[]> {
    const ids = orders.map(({ id }) => id);
    const people = [...new Set(orders.flatMap(({ contactId }) => contactId ?? []))];
    const [tags, contacts, places] = await Promise.all([
      tagsOfOrders(reader, ids, ALL_TAGS),
      contactsById(reader, people),
      this.pipelines.places(reader),
    ]);
    const contactOf = new Map(contacts.flatMap((contact) => (contact ? [[contact.id, contact]] : [])));
    const placeOf = new Map(places.map((place) => [place.stageId, place]));
    return orders.map((order, index) => {
      const { phone, email } = contactOf.get(order.contactId ?? '') ?? NOBODY;
      const { pipelineName, stageName } = placeOf.get(order.stageId) ?? NOWHERE;
      return {
        id: order.id,
        name: order.name,
        value: order.value,
        description: order.description,
        pipeline: pipelineName,
        stage: stageName,
        contactPhone: phone,
        contactEmail: email,
        tags: cellOfTags(tags[index]!.map(({ name }) => name)),
        shippingAddress: order.shippingAddress,
        shippingCity: order.shippingCity,
        shippingRegion: order.shippingRegion,
        shippingPostalCode: order.shippingPostalCode,
        customFields: cellOfFields(order.customFields),
        createdAt: order.createdAt.toISOString(),
      };
    });
  }
}

const NOBODY = { phone: null, email: null };
const NOWHERE = { pipelineName: null, stageName: null };

async function contactCells(reader: Reader, contacts: readonly ContactRow[]): Promise<Cells[]> {
  const tags = await tagsOfContacts(
    reader,
    contacts.map(({ id }) => id),
    ALL_TAGS,
  );
  return contacts.map(({ version: _, updatedAt: __, optedOutAt, customFields, createdAt, ...contact }, index) => ({
    ...contact,
    optedOutAt: optedOutAt?.toISOString() ?? null,
    tags: cellOfTags(tags[index]!.map(({ name }) => name)),
    customFields: cellOfFields(customFields),
    createdAt: createdAt.toISOString(),
  }));
}

const cellOfFields = (fields: JsonObject) => (Object.keys(fields).length > 0 ? JSON.stringify(fields) : null);

async function* fileOf<Row>(
  pageOf: PageOf<Row>,
  filter: JsonObject | null,
  cellsOf: (rows: readonly Row[]) => Promise<Cells[]>,
): AsyncGenerator<string> {
  let columns: string[] | undefined;
  for (let after: string | undefined, isLast = false; !isLast;) {
    const { edges, pageInfo } = await pageOf({ filter, first: LIMITS.maxPageSize, ...(after && { after }) });
    const rows = await cellsOf(edges.map(({ node }) => node));
    const header = columns || rows.length === 0 ? [] : (columns = Object.keys(rows[0]!));
    const lines = rows.map((row) => lineOf(columns!.map((column) => row[column] ?? '')));
    if (header.length > 0) lines.unshift(`${BYTE_ORDER_MARK}${lineOf(header)}`);
    yield lines.join('');
    [after, isLast] = [pageInfo.endCursor ?? undefined, !pageInfo.hasNextPage];
  }
}

const lineOf = (cells: readonly string[]) => `${cells.map(quoted).join(',')}\r\n`;

function quoted(cell: string): string {
  const text = guardedCell(cell);
  return /[",\r\n;\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
