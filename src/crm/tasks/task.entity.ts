import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { columnsOf } from '../../platform/entities/columns-of.js';

export const TASK_STATUSES = ['OPEN', 'COMPLETED'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const TASK_PRIORITIES = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] as const;
export type TaskPriority = (typeof TASK_PRIORITIES)[number];

/** Something to do; it may concern a contact, an order, both or neither. */
@Index('task_find_text', { synchronize: false })
@Index('task_find_created', { synchronize: false })
@Index('task_find_due', { synchronize: false })
@Index('task_find_due_open', { synchronize: false })
@Index('task_find_open', { synchronize: false })
@Index('task_find_assignee', { synchronize: false })
@Entity({ name: 'task' })
@Index('task_by_contact', ['workspaceId', 'contactId', 'id'], { where: 'contact_id IS NOT NULL' })
@Index('task_by_order', ['workspaceId', 'orderId', 'id'], { where: 'order_id IS NOT NULL' })
@Check('task_priority_check', `priority IN ('LOW', 'MEDIUM', 'HIGH', 'URGENT')`)
@Check('task_status_check', `status IN ('OPEN', 'COMPLETED')`)
@ForeignKey('ContactEntity', ['workspaceId', 'contactId'], ['workspaceId', 'id'])
@ForeignKey('OrderEntity', ['workspaceId', 'orderId'], ['workspaceId', 'id'])
export class TaskEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @Column('text')
  title!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { default: 'OPEN' })
  status!: TaskStatus;

  @Column('text', { default: 'MEDIUM' })
  priority!: TaskPriority;

  @Column('timestamptz', { nullable: true })
  dueAt!: Date | null;

  @Column('text', { nullable: true })
  assigneeId!: string | null;

  @Column('uuid', { nullable: true })
  contactId!: string | null;

  @Column('uuid', { nullable: true })
  orderId!: string | null;

  @Column('timestamptz', { nullable: true })
  completedAt!: Date | null;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;

  @Column('timestamptz', { default: () => 'clock_now()' })
  updatedAt!: Date;
}

/** A task as statements return it. */
export type TaskRow = Omit<TaskEntity, 'workspaceId'>;

/** The columns of a TaskRow under the alias k. */
export const TASK_COLUMNS = columnsOf(TaskEntity, 'k', 'workspaceId');
