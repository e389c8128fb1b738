import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A slot that has come. Its key is unique, so that none is begun twice; its cursor says how far its executions are begun. */
@Entity({ name: 'schedule_slot' })
@Index('schedule_slot_open', ['retryAt'], { where: 'done_at IS NULL' })
@Index('schedule_slot_unfinished', ['automationId'], { where: 'done_at IS NULL' })
@Index('schedule_slot_done', ['doneAt'], { where: 'done_at IS NOT NULL' })
@ForeignKey('AutomationEntity', ['workspaceId', 'automationId'], ['workspaceId', 'id'], { onDelete: 'CASCADE' })
export class ScheduleSlotEntity {
  @PrimaryColumn('uuid')
  automationId!: string;

  @PrimaryColumn('timestamptz')
  slot!: Date;

  @Column('uuid')
  workspaceId!: string;

  /** The first slot that was missed before it, or itself. */
  @Column('timestamptz')
  since!: Date;

  @Column('timestamptz', { default: () => 'clock_now()' })
  begunAt!: Date;

  /** The last contact or order that was looked at. */
  @Column('uuid', { nullable: true })
  cursorId!: string | null;

  /** When its next batch may be begun. */
  @Column('timestamptz', { default: () => 'clock_now()' })
  retryAt!: Date;

  /** Failures of the current batch. */
  @Column('smallint', { default: 0 })
  attempts!: number;

  @Column('text', { nullable: true })
  error!: string | null;

  @Column('timestamptz', { nullable: true })
  doneAt!: Date | null;
}
