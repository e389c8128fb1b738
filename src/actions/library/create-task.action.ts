import { z } from 'zod';
import { TASK_PRIORITIES } from '../../crm/tasks/task.entity.js';
import { TasksService } from '../../crm/tasks/tasks.service.js';
import { parseDuration } from '../../kernel/duration.js';
import { uuid } from '../../kernel/ids.js';
import { Action, type InternalAction, type InternalContext } from '../action.js';
import { text } from '../params.js';

const LONGEST_MS = 360 * 86_400_000;

const params = z.strictObject({
  title: text(200).meta({ title: 'Title' }),
  description: text(4096).optional().meta({ title: 'Description' }),
  priority: z
    .enum(TASK_PRIORITIES, { error: `One of ${TASK_PRIORITIES.join(', ')}` })
    .default('MEDIUM')
    .meta({ title: 'Priority' }),
  due: z
    .string()
    .regex(/^\d{1,9}[smhd]$/, 'Write a number and s, m, h or d, such as "2d"')
    .refine((due) => (parseDuration(due) ?? 0) <= LONGEST_MS, 'At most 360d')
    .optional()
    .meta({ title: 'Due', description: 'From now, such as 30m, 4h or 2d' }),
  assigneeId: text(200).optional().meta({ title: 'Assignee' }),
});

const output = z.object({ taskId: uuid, dueAt: z.iso.datetime().nullable() });

@Action({
  type: 'create_task',
  title: 'Create a task',
  description: "Creates a task for the event's contact and order.",
  effect: 'internal',
  params,
  output,
})
export class CreateTaskAction implements InternalAction<z.infer<typeof params>, z.infer<typeof output>> {
  constructor(private readonly tasks: TasksService) {}

  async perform(
    { due, ...attributes }: z.infer<typeof params>,
    { work, subject: { contactId, orderId } }: InternalContext,
  ) {
    // Relative to the database's clock, which the sweep for overdue tasks uses too.
    const dueInMs = due ? parseDuration(due) : null;
    const task = await this.tasks.create(work, { ...attributes, dueInMs, contactId, orderId });
    return { taskId: task.id, dueAt: task.dueAt?.toISOString() ?? null };
  }
}
