import { z } from 'zod';
import { uuid } from '../../kernel/ids.js';
import { defineEvent } from '../../platform/events/define-event.js';
import { taskSnapshot } from './tasks.facts.js';

const about = {
  taskId: uuid,
  /** The task's contact, or its order's. */
  contactId: uuid.nullable(),
  orderId: uuid.nullable(),
};

const subject = ({
  taskId,
  contactId,
  orderId,
}: {
  taskId: string;
  contactId: string | null;
  orderId: string | null;
}) => ({
  entityId: taskId,
  contactId,
  orderId,
});

/** A task was created, also by an action of an automation. */
export const taskCreated = defineEvent({
  type: 'task.created',
  payload: z.object({ ...about, task: taskSnapshot }),
  subject,
});

/** Fields of a task changed, or what it is about. */
export const taskUpdated = defineEvent({
  type: 'task.updated',
  payload: z.object({
    ...about,
    task: taskSnapshot,
    /** It, and the contact and order that it was linked to, as they were. */
    previous: z.object({ contactId: uuid.nullable(), orderId: uuid.nullable(), task: taskSnapshot }),
  }),
  subject,
});

/** A task was completed. */
export const taskCompleted = defineEvent({
  type: 'task.completed',
  payload: z.object({ ...about, task: taskSnapshot }),
  subject,
});

/** A completed task was reopened. */
export const taskReopened = defineEvent({
  type: 'task.reopened',
  payload: z.object({ ...about, task: taskSnapshot }),
  subject,
});

/** A task was deleted. */
export const taskDeleted = defineEvent({
  type: 'task.deleted',
  payload: z.object({ ...about, task: taskSnapshot }),
  subject,
});

/** A task is open though its due date has passed; once for each due date of a task. */
export const taskOverdue = defineEvent({
  type: 'task.overdue',
  payload: z.object({ ...about, dueAt: z.string(), task: taskSnapshot }),
  subject,
});
