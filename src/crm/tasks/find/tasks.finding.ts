import { z } from 'zod';
import { checked, storable } from '../../../kernel/checks/checks.js';
import type { Finder } from '../../../platform/database/finder.js';
import type { Reader } from '../../../platform/database/reader.js';
import type { Connection, TwoWayPageArgs } from '../../../platform/paging/connection.js';
import { Find, foundConnection, NOTHING_FOUND, orderingOf } from '../../../platform/paging/find.js';
import { inOrder } from '../../../platform/requester/request-loaders.js';
import { assertPeriod, canExist, filterId, findInput, whereText } from '../../fields/find-input.js';
import { TASK_COLUMNS, TASK_PRIORITIES, TASK_STATUSES, type TaskRow } from '../task.entity.js';

const DUE = `coalesce(r.due_at, 'infinity')`;
const ORDERS = {
  DUE_AT: { expression: DUE, type: 'timestamptz' },
  CREATED_AT: { expression: 'r.created_at', type: 'timestamptz' },
} as const;

/** A field by which tasks can be ordered. */
export type TaskOrderField = keyof typeof ORDERS;

const instant = z.date().nullish();
const filterInput = z.object({
  text: findInput.text,
  contactId: filterId.nullish(),
  orderId: filterId.nullish(),
  status: z.enum(TASK_STATUSES).nullish(),
  priority: z.enum(TASK_PRIORITIES).nullish(),
  assigneeId: z
    .string()
    .max(200, 'At most 200 characters')
    .refine(storable, 'Contains a character that cannot be stored')
    .nullish(),
  dueFrom: instant,
  dueTo: instant,
});

/** Which tasks a list shows, and how. */
export interface FindTasks extends TwoWayPageArgs {
  filter?: z.input<typeof filterInput> | null;
  orderBy?: { field: TaskOrderField; direction?: 'ASC' | 'DESC' | null }[] | null;
}

const BY_IDS = `SELECT ${TASK_COLUMNS} FROM task k WHERE k.workspace_id = $1 AND k.id = ANY ($2::uuid[])`;

/** Whether a filter has nothing but ids, whose lists have statements of their own. */
export const hasOnlyIds = ({ contactId: _, orderId: __, ...rest }: NonNullable<FindTasks['filter']>): boolean =>
  Object.values(rest).every((value) => value == null);

/** A page of tasks. INVALID_INPUT. */
export async function findTasks(reader: Reader, finder: Finder, args: FindTasks): Promise<Connection<TaskRow>> {
  const ordering = orderingOf(args.orderBy, ORDERS);
  const found = (await tasksLike(reader.workspaceId, args)?.page(finder, args, ordering)) ?? NOTHING_FOUND;
  const rows = found.ids.length > 0 ? await reader.query<TaskRow>(BY_IDS, [reader.workspaceId, found.ids]) : [];
  return foundConnection(
    found,
    inOrder(found.ids, rows, ({ id }) => id),
  );
}

/** How many tasks there are. INVALID_INPUT. */
export const countTasks = async (workspaceId: string, finder: Finder, args: FindTasks): Promise<number> =>
  (await tasksLike(workspaceId, args)?.count(finder)) ?? 0;

// Undefined if an id can be none.
function tasksLike(workspaceId: string, { filter }: FindTasks): Find | undefined {
  const given = checked(filterInput, filter ?? {}, ['filter']);
  assertPeriod(given.dueFrom, given.dueTo, 'dueTo');
  if (!canExist([given.contactId, given.orderId])) return undefined;

  const find = new Find('task', workspaceId);
  whereText(find, 'find_text(r.title)', given.text);
  find.where((contact) => `r.contact_id = ${contact}::uuid`, given.contactId);
  find.where((order) => `r.order_id = ${order}::uuid`, given.orderId);
  find.where((status) => `r.status = ${status}::text`, given.status);
  find.where((priority) => `r.priority = ${priority}::text`, given.priority);
  find.where((assignee) => `r.assignee_id = ${assignee}::text`, given.assigneeId);
  find.where((from) => `${DUE} >= ${from}::timestamptz`, given.dueFrom);
  if (given.dueFrom && !given.dueTo) find.where(() => 'r.due_at IS NOT NULL');
  find.where((to) => `${DUE} < ${to}::timestamptz`, given.dueTo);
  return find;
}
