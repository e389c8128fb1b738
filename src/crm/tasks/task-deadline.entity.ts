import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A due date that a task has, or had; settled once it has passed and been told of. */
@Entity({ name: 'task_deadline' })
export class TaskDeadlineEntity {
  @PrimaryColumn('uuid', { name: 'task_id' })
  taskId!: string;

  @PrimaryColumn('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt!: Date | null;
}
