import type { Reader } from '../../platform/database/reader.js';
import { LAST_ID, type NestedPage } from '../../platform/query-limits/query-lists.js';
import { grouped } from '../../platform/requester/request-loaders.js';
import { TASK_COLUMNS, type TaskRow } from './task.entity.js';

const ofEach = (column: string) => `
  SELECT k.* FROM unnest($2::uuid[]) AS e(id) CROSS JOIN LATERAL (
    SELECT ${TASK_COLUMNS} FROM task k
    WHERE k.workspace_id = $1 AND k.${column} = e.id AND k.id < coalesce($4, '${LAST_ID}'::uuid)
    ORDER BY k.id DESC LIMIT $3) AS k`;

const OF_CONTACTS = ofEach('contact_id');
const OF_ORDERS = ofEach('order_id');

/** The newest tasks of each contact. */
export async function tasksOfContacts(
  reader: Reader,
  ids: readonly string[],
  { first, after }: NestedPage,
): Promise<TaskRow[][]> {
  return grouped(
    ids,
    await reader.query<TaskRow>(OF_CONTACTS, [reader.workspaceId, ids, first, after]),
    ({ contactId }) => contactId!,
  );
}

/** The newest tasks of each order. */
export async function tasksOfOrders(
  reader: Reader,
  ids: readonly string[],
  { first, after }: NestedPage,
): Promise<TaskRow[][]> {
  return grouped(
    ids,
    await reader.query<TaskRow>(OF_ORDERS, [reader.workspaceId, ids, first, after]),
    ({ orderId }) => orderId!,
  );
}

const newestUpTo = (column: string) => `
  SELECT ${TASK_COLUMNS} FROM task k WHERE k.workspace_id = $1 AND k.${column} = $2 AND k.id <= $3 ORDER BY k.id DESC LIMIT $4`;

const UP_TO = { contact: newestUpTo('contact_id'), order: newestUpTo('order_id') };

/** The newest tasks of a contact or an order up to an id. */
export const tasksUpTo = (
  reader: Reader,
  of: 'contact' | 'order',
  { id, upToId, limit }: { id: string; upToId: string; limit: number },
): Promise<TaskRow[]> => reader.query<TaskRow>(UP_TO[of], [reader.workspaceId, id, upToId, limit]);
