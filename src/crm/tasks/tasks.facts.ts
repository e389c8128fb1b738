import { z } from 'zod';
import { defineFacts } from '../../platform/facts/define-facts.js';
import { idFact } from '../../platform/facts/id-fact.js';
import { TASK_COLUMNS, TASK_PRIORITIES, TASK_STATUSES, type TaskRow } from './task.entity.js';

const schema = z.object({
  id: idFact('Id of the task'),
  title: z.string().meta({ title: 'Title' }),
  description: z.string().meta({ title: 'Description' }).nullable(),
  status: z.enum(TASK_STATUSES).meta({ title: 'Status' }),
  priority: z.enum(TASK_PRIORITIES).meta({ title: 'Priority' }),
  dueAt: z.string().meta({ title: 'When it is due', factType: 'date' }).nullable(),
  completedAt: z.string().meta({ title: 'When it was completed', factType: 'date' }).nullable(),
  assigneeId: z.string().meta({ title: 'Id of its assignee' }).nullable(),
});

const LOAD = `SELECT ${TASK_COLUMNS} FROM task k WHERE k.workspace_id = $1 AND k.id = ANY ($2::uuid[])`;

/** What may be read of a task. */
export const taskFacts = defineFacts({
  name: 'task',
  title: 'Task',
  schema,
  load: async (reader, ids) => {
    const rows = await reader.query<TaskRow>(LOAD, [reader.workspaceId, ids]);
    return new Map(rows.map((row) => [row.id, schema.parse(snapshotOfTask(row))]));
  },
});

/** A task as events remember it: its facts. */
export const taskSnapshot = schema;

/** The snapshot of a row. */
export const snapshotOfTask = (row: TaskRow) => ({
  ...row,
  dueAt: row.dueAt?.toISOString() ?? null,
  completedAt: row.completedAt?.toISOString() ?? null,
});
