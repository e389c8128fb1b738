import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A current or former due date of a task; settled once it has passed and was published. */
@Entity({ name: 'task_deadline' })
@Index('task_deadline_open', ['dueAt'], { where: 'settled_at IS NULL' })
@ForeignKey('TaskEntity', ['workspaceId', 'taskId'], ['workspaceId', 'id'], { onDelete: 'CASCADE' })
export class TaskDeadlineEntity {
  @PrimaryColumn('uuid')
  taskId!: string;

  @PrimaryColumn('timestamptz')
  dueAt!: Date;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @Column('uuid')
  workspaceId!: string;

  @Column('timestamptz', { nullable: true })
  settledAt!: Date | null;
}
