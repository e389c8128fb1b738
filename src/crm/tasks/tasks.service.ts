import { Injectable } from '@nestjs/common';
import { invalidInput, notFound } from '../../kernel/errors.js';
import { isId, newId } from '../../kernel/ids.js';
import { assertVersion, type Expecting } from '../../kernel/versions.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/work/work.js';
import { pageQuery, toConnection, type Connection, type PageArgs } from '../../platform/paging/connection.js';
import { checked, idOf, optionalIdOf } from '../../kernel/checks/checks.js';
import type { TaskRow } from './task.entity.js';
import { newTask, taskPatch, type NewTask, type TaskPatch } from './task.input.js';
import { taskCompleted, taskCreated, taskDeleted, taskReopened, taskUpdated } from './tasks.events.js';
import { snapshotOfTask } from './tasks.facts.js';
import {
  COMPLETE_TASK,
  CREATE_TASK,
  DELETE_TASK,
  DELETE_TASKS_ABOUT,
  GIVE_TASKS,
  HOLD_CONTACT,
  HOLD_ORDER,
  HOLD_TASK,
  REOPEN_TASK,
  TASK_BY_ID,
  tasksStatement,
  UPDATE_TASK,
  type TaskListFilter,
} from './tasks.statements.js';

const COLUMNS = {
  title: 'title',
  description: 'description',
  priority: 'priority',
  dueAt: 'due_at',
  assigneeId: 'assignee_id',
  contactId: 'contact_id',
  orderId: 'order_id',
} as const;

type Creation = { contactKnown: boolean; aboutContactId: string | null };
type About = TaskRow & { aboutContactId: string | null };
type Completion = { doneAt: Date | null; doneVersion: number | null; aboutContactId: string | null };

/** What is to be done. */
@Injectable()
export class TasksService {
  /** With its deadline, which the sweep for overdue tasks waits for; publishes task.created. INVALID_INPUT; NOT_FOUND for contact or order. */
  async create(work: Work, input: NewTask): Promise<TaskRow> {
    const { title, description, priority, dueAt, dueInMs, assigneeId, contactId, orderId } = checked(newTask, input);
    if (dueAt && dueInMs != null)
      throw invalidInput([{ path: ['input', 'dueInMs'], message: 'Give this or dueAt, not both' }]);

    const ids = [newId(), optionalIdOf('contact', contactId), optionalIdOf('order', orderId)];
    const values = [work.workspaceId, ...ids, title, description, priority, dueAt, dueInMs, assigneeId];
    const [row] = await work.query<TaskRow & Creation>(CREATE_TASK, values);
    const { contactKnown, aboutContactId, ...task } = row!;
    if (!task.id) throw contactId && !contactKnown ? notFound('contact', contactId) : notFound('order', orderId!);

    const about = { taskId: task.id, contactId: aboutContactId, orderId: task.orderId };
    work.publish(taskCreated({ ...about, task: snapshotOfTask(task) }));
    return task;
  }

  /**
   * What is missing stays. A due date it never had can make it overdue anew. Publishes task.updated if something changed. NOT_FOUND,
   * INVALID_INPUT, CONFLICT.
   */
  async update(work: Work, id: string, { expectedVersion, ...input }: TaskPatch & Expecting): Promise<TaskRow> {
    const patch = await held(work, checked(taskPatch, input));
    const values = [work.workspaceId, idOf('task', id)];
    const [previous] = await work.query<TaskRow>(HOLD_TASK, values);
    if (!previous) throw notFound('task', id);
    assertVersion('task', { expectedVersion }, previous.version);

    const given = Object.entries(patch).filter(([, value]) => value !== undefined);
    const columns = Object.fromEntries(given.map(([field, value]) => [COLUMNS[field as keyof typeof COLUMNS], value]));
    const [row] = await work.query<About>(UPDATE_TASK, [...values, JSON.stringify(columns)]);
    const { aboutContactId, ...task } = row!;
    if (task.version === previous.version) return task;

    const { contactId, orderId } = previous;
    work.publish(
      taskUpdated({
        ...{ taskId: task.id, contactId: aboutContactId, orderId: task.orderId, task: snapshotOfTask(task) },
        previous: { contactId, orderId, task: snapshotOfTask(previous) },
      }),
    );
    return task;
  }

  /** Publishes task.completed; completed already, nothing changes and nothing is published. NOT_FOUND. */
  async complete(work: Work, id: string): Promise<TaskRow> {
    const [row] = await work.query<TaskRow & Completion>(COMPLETE_TASK, [work.workspaceId, idOf('task', id)]);
    if (!row) throw notFound('task', id);

    const { doneAt, doneVersion, aboutContactId, ...was } = row;
    if (!doneAt) return was;

    const task = {
      ...was,
      status: 'COMPLETED',
      completedAt: doneAt,
      version: doneVersion!,
      updatedAt: doneAt,
    } as const;
    work.publish(
      taskCompleted({ taskId: id, contactId: aboutContactId, orderId: task.orderId, task: snapshotOfTask(task) }),
    );
    return task;
  }

  /** Publishes task.reopened; open already, nothing changes and nothing is published. NOT_FOUND. */
  async reopen(work: Work, id: string): Promise<TaskRow> {
    const values = [work.workspaceId, idOf('task', id)];
    const [row] = await work.query<About & { reopened: boolean }>(REOPEN_TASK, values);
    if (!row) throw notFound('task', id);

    const { reopened, aboutContactId: contactId, ...task } = row;
    const about = { taskId: task.id, contactId, orderId: task.orderId };
    if (reopened) work.publish(taskReopened({ ...about, task: snapshotOfTask(task) }));
    return task;
  }

  /** Publishes task.deleted. NOT_FOUND. */
  async delete(work: Work, id: string): Promise<TaskRow> {
    const [row] = await work.query<About>(DELETE_TASK, [work.workspaceId, idOf('task', id)]);
    if (!row) throw notFound('task', id);

    const { aboutContactId: contactId, ...task } = row;
    work.publish(taskDeleted({ taskId: task.id, contactId, orderId: task.orderId, task: snapshotOfTask(task) }));
    return task;
  }

  /** Gives the tasks of one contact to another. Publishes nothing. */
  async give(work: Work, from: string, into: string): Promise<void> {
    await work.query(GIVE_TASKS, [work.workspaceId, from, into]);
  }

  /** Deletes what is about a contact or orders, and publishes nothing. Resolves with how many there were. */
  async deleteAbout(work: Work, contactId: string | null, orderIds: readonly string[]): Promise<number> {
    const [row] = await work.query<{ count: number }>(DELETE_TASKS_ABOUT, [work.workspaceId, contactId, orderIds]);
    return row!.count;
  }

  /** NOT_FOUND when there is none. */
  async byId(reader: Reader, id: string): Promise<TaskRow> {
    const [task] = await reader.query<TaskRow>(TASK_BY_ID, [reader.workspaceId, idOf('task', id)]);
    if (!task) throw notFound('task', id);
    return task;
  }

  /** Newest first; none for an id that names nothing. */
  async page(reader: Reader, args: PageArgs, filter: TaskListFilter = {}): Promise<Connection<TaskRow>> {
    const query = pageQuery(args);
    const { text, ids } = tasksStatement(filter);
    const rows = ids.every(isId)
      ? await reader.query<TaskRow>(text, [reader.workspaceId, query.afterId, query.limit, ...ids])
      : [];
    return toConnection(rows, query);
  }
}

/** The patch with the ids of what exists; it cannot be deleted until the unit of work ends. NOT_FOUND. */
async function held(work: Work, patch: ReturnType<typeof taskPatch.parse>) {
  const contactId = await heldId(work, HOLD_CONTACT, ['contact', patch.contactId]);
  const orderId = await heldId(work, HOLD_ORDER, ['order', patch.orderId]);
  return { ...patch, contactId, orderId };
}

async function heldId(work: Work, statement: string, [what, given]: [string, string | null | undefined]) {
  if (given == null) return given;
  const [row] = await work.query<{ id: string }>(statement, [work.workspaceId, idOf(what, given)]);
  if (!row) throw notFound(what, given);
  return row.id;
}
