import type { Reader } from '../../platform/database/reader.js';
import { grouped } from '../../platform/graphql/request-loaders.js';
import { TASK_COLUMNS, type TaskRow } from './task.entity.js';

/** How many tasks are shown within something else. */
export const MAX_NESTED_TASKS = 100;

const ofEach = (column: string) => `
  SELECT k.* FROM unnest($2::uuid[]) AS e(id) CROSS JOIN LATERAL (
    SELECT ${TASK_COLUMNS} FROM task k WHERE k.workspace_id = $1 AND k.${column} = e.id
    ORDER BY k.id DESC LIMIT ${MAX_NESTED_TASKS}) AS k`;

const OF_CONTACTS = ofEach('contact_id');
const OF_ORDERS = ofEach('order_id');

/** The newest tasks of each contact. */
export async function tasksOfContacts(reader: Reader, ids: readonly string[]): Promise<TaskRow[][]> {
  return grouped(ids, await reader.query<TaskRow>(OF_CONTACTS, [reader.workspaceId, ids]), ({ contactId }) => contactId!);
}

/** The newest tasks of each order. */
export async function tasksOfOrders(reader: Reader, ids: readonly string[]): Promise<TaskRow[][]> {
  return grouped(ids, await reader.query<TaskRow>(OF_ORDERS, [reader.workspaceId, ids]), ({ orderId }) => orderId!);
}
