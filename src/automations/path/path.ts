import { messagesUpTo, type TimedMessage } from '../../crm/conversations/conversations.loaders.js';
import type { OrderRow } from '../../crm/orders/order.entity.js';
import { ordersUpTo } from '../../crm/orders/orders.loaders.js';
import type { TaskRow } from '../../crm/tasks/task.entity.js';
import { tasksUpTo } from '../../crm/tasks/tasks.loaders.js';
import type { Reader } from '../../platform/database/reader.js';
import { pageInfoOf, sizeOf, type Connection, type PageArgs } from '../../platform/paging/connection.js';
import { eventItems } from './event-items.js';
import {
  comparePositions,
  idUpTo,
  ofCursor,
  positionOf,
  START,
  toCursor,
  type PathItem,
  type Position,
} from './path-item.js';

/** The contact or order of a path, and the page. */
export interface PathQuery extends PageArgs {
  about: 'contact' | 'order';
  id: string;
}

/** The history of a contact or order, newest first: the newest items of each source up to the cursor, merged. */
export async function pathPage(reader: Reader, { about, id, first, after }: PathQuery): Promise<Connection<PathItem>> {
  const size = sizeOf({ first });
  const cursor = after == null ? START : ofCursor(after);
  // One more than the page holds, and one for the item at which the last page ended.
  const query = { id, upToId: idUpTo(cursor), limit: size + 2 };
  const sources = await Promise.all([
    eventItems(reader, { ...query, about }),
    tasksUpTo(reader, about, query).then((tasks) => tasks.map(taskItem)),
    ...(about === 'contact' ? ofContact(reader, { ...query, cursor }) : []),
  ]);
  const following = sources.flat().filter(({ position }) => comparePositions(position, cursor) > 0);
  const page = following.sort((a, b) => comparePositions(a.position, b.position)).slice(0, size);
  const edges = page.map((node) => ({ cursor: toCursor(node.position), node }));
  return {
    edges,
    pageInfo: pageInfoOf(edges, { hasNextPage: following.length > size, hasPreviousPage: after != null }),
  };
}

const ofContact = (
  reader: Reader,
  { cursor, ...query }: { id: string; upToId: string; limit: number; cursor: Position },
) => [
  ordersUpTo(reader, query).then((orders) => orders.map(orderItem)),
  messagesUpTo(reader, query.id, { us: cursor.us, id: cursor.id, limit: query.limit }).then((messages) =>
    messages.map(messageItem),
  ),
];

const taskItem = ({ id, title, status, createdAt }: TaskRow): PathItem => ({
  position: positionOf(id),
  at: createdAt,
  kind: 'TASK',
  id,
  label: title,
  detail: status,
  by: null,
});

const orderItem = ({ id, name, value, createdAt }: OrderRow): PathItem => ({
  position: positionOf(id),
  at: createdAt,
  kind: 'ORDER',
  id,
  label: name,
  detail: value,
  by: null,
});

const messageItem = ({ id, us, direction, kind, status, text, createdAt, executionId }: TimedMessage): PathItem => ({
  position: { us: BigInt(us), id, rank: 0, sub: '' },
  at: createdAt,
  kind: 'MESSAGE',
  id,
  label: `${direction} ${kind} ${status}`,
  detail: text,
  by: executionId ? { actorType: 'execution', actorId: executionId, actorName: null } : null,
});
