import { Column, Entity, PrimaryColumn } from 'typeorm';

export const TASK_STATUSES = ['OPEN', 'COMPLETED'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const TASK_PRIORITIES = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] as const;
export type TaskPriority = (typeof TASK_PRIORITIES)[number];

/** Something to be done, for a contact, an order, both or neither. */
@Entity({ name: 'task' })
export class TaskEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text')
  title!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text')
  status!: TaskStatus;

  @Column('text')
  priority!: TaskPriority;

  @Column('timestamptz', { name: 'due_at', nullable: true })
  dueAt!: Date | null;

  @Column('text', { name: 'assignee_id', nullable: true })
  assigneeId!: string | null;

  @Column('uuid', { name: 'contact_id', nullable: true })
  contactId!: string | null;

  @Column('uuid', { name: 'order_id', nullable: true })
  orderId!: string | null;

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'clock_now()' })
  updatedAt!: Date;
}

/** A task as statements return it. */
export type TaskRow = Omit<TaskEntity, 'workspaceId'>;

/** The columns of a TaskRow, the table being called k. */
export const TASK_COLUMNS = `k.id, k.title, k.description, k.status, k.priority, k.due_at AS "dueAt", k.assignee_id AS "assigneeId",
  k.contact_id AS "contactId", k.order_id AS "orderId", k.completed_at AS "completedAt", k.created_at AS "createdAt",
  k.updated_at AS "updatedAt"`;
