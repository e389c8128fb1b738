import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Missed } from '../../triggers/timer.js';

/** The next slot of an enabled automation that begins by the clock. */
@Entity({ name: 'automation_schedule' })
@Index('automation_schedule_due', ['nextAt'])
@Check('automation_schedule_missed_check', `missed IN ('run_once', 'skip')`)
@ForeignKey('AutomationEntity', ['workspaceId', 'automationId'], ['workspaceId', 'id'], { onDelete: 'CASCADE' })
export class AutomationScheduleEntity {
  @PrimaryColumn('uuid')
  automationId!: string;

  @Column('uuid')
  workspaceId!: string;

  @Column('text')
  cron!: string;

  @Column('text')
  zone!: string;

  @Column('text')
  missed!: Missed;

  @Column('timestamptz')
  nextAt!: Date;
}
