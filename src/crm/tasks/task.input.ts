import { z } from 'zod';
import { LIMITS } from '../../kernel/limits.js';
import { longText, nameText, reference, shortText } from '../../kernel/checks/checks.js';
import { TASK_PRIORITIES } from './task.entity.js';

const instant = z.date({ error: 'Expected an instant' });
const priority = z.enum(TASK_PRIORITIES, { error: `One of ${TASK_PRIORITIES.join(', ')}` });

/** What a new task may be given. */
export const newTask = z.object({
  title: nameText,
  description: longText,
  priority: priority.nullish(),
  dueAt: instant.nullish(),
  /** Milliseconds from now by the database's clock, instead of `dueAt`. */
  dueInMs: z
    .number()
    .min(0)
    .max(LIMITS.maxDelayMs * 12)
    .nullish(),
  assigneeId: shortText,
  contactId: reference.nullish(),
  orderId: reference.nullish(),
});
export type NewTask = z.input<typeof newTask>;

/** What may be changed of a task; what is missing stays. */
export const taskPatch = z.object({
  title: nameText.optional(),
  description: longText,
  priority: priority.optional(),
  dueAt: instant.nullish(),
  assigneeId: shortText,
  contactId: reference.nullish(),
  orderId: reference.nullish(),
});
export type TaskPatch = z.input<typeof taskPatch>;
