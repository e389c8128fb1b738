import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { JsonObject } from '../../kernel/json.js';
import { columnsOf } from '../../platform/entities/columns-of.js';
import type { Execution, ExecutionError, ExecutionStatus, ExecutionWarning } from './execution.js';

/** A stored run of an automation for one event. */
@Entity({ name: 'execution' })
@Unique(['eventId', 'automationId'])
@Index('execution_awaiting', ['workspaceId', 'awaitsEvent', 'awaitsId'], { where: 'awaits_event IS NOT NULL' })
@Index('execution_by_automation', ['workspaceId', 'automationId', 'id'])
@Index('execution_by_status', ['workspaceId', 'status', 'id'], {
  where: `status IN ('FAILED', 'CANCELLED', 'SLEEPING')`,
})
@Index('execution_by_trigger', ['workspaceId', 'triggerType', 'id'])
@Index('execution_due', ['workspaceId', 'wakeAt'], { where: `status = 'SLEEPING'` })
@Index('execution_failed', ['workspaceId', 'completedAt'], { where: `status = 'FAILED'` })
@Index('execution_queued', ['workspaceId', 'eventSeq', 'id'], { where: `status = 'QUEUED'` })
@Index('execution_running', ['workspaceId', 'subjectId'], { where: `status = 'RUNNING'` })
@Index('execution_stoppable', ['workspaceId', 'aboutId'], {
  where: `stops_on IS NOT NULL AND status IN ('QUEUED', 'RUNNING', 'SLEEPING')`,
})
@Index('execution_sleeping', ['wakeAt'], { where: `status = 'SLEEPING'` })
@Index('execution_sleeping_by_automation', ['automationId'], { where: `status = 'SLEEPING'` })
@Check('execution_cascade_depth_check', 'cascade_depth BETWEEN 0 AND 3')
@Check('execution_status_check', `status IN ('QUEUED', 'RUNNING', 'SLEEPING', 'SUCCEEDED', 'FAILED', 'CANCELLED')`)
export class ExecutionEntity implements Execution {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  workspaceId!: string;

  @Column('uuid')
  automationId!: string;

  @Column('integer')
  automationVersion!: number;

  @Column('uuid')
  definitionId!: string;

  @Column('text')
  triggerType!: string;

  @Column('uuid')
  eventId!: string;

  @Column('bigint')
  eventSeq!: string;

  @Column('uuid', { nullable: true })
  subjectId!: string | null;

  @Column('smallint')
  cascadeDepth!: number;

  @Column('jsonb', { nullable: true })
  remembered!: JsonObject | null;

  @Column('text', { default: 'QUEUED' })
  status!: ExecutionStatus;

  @Column('smallint', { default: 0 })
  nextStep!: number;

  @Column('integer', { default: 1 })
  seq!: number;

  @Column('integer', { default: 0 })
  fence!: number;

  @Column('smallint', { default: 0 })
  crashes!: number;

  @Column('smallint', { default: 0 })
  retries!: number;

  @Column('boolean', { default: false })
  cancelRequested!: boolean;

  @Column('jsonb', { nullable: true })
  cancelReason!: ExecutionError | null;

  @Column('text', { array: true, nullable: true })
  stopsOn!: string[] | null;

  @Column('uuid', { nullable: true })
  aboutId!: string | null;

  @Column('text', { nullable: true })
  awaitsEvent!: string | null;

  @Column('uuid', { nullable: true })
  awaitsId!: string | null;

  @Column('uuid', { nullable: true })
  metEventId!: string | null;

  @Column('uuid', { nullable: true })
  workerId!: string | null;

  @Column('timestamptz', { nullable: true })
  leaseUntil!: Date | null;

  @Column('timestamptz', { nullable: true })
  wakeAt!: Date | null;

  @Column('jsonb', { nullable: true })
  error!: ExecutionError | null;

  @Column('jsonb', { default: [] })
  warnings!: ExecutionWarning[];

  @Column('timestamptz', { default: () => 'clock_now()' })
  queuedAt!: Date;

  @Column('timestamptz', { nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  completedAt!: Date | null;
}

/** The columns of an execution under the property names of its type. */
export const executionColumns = (e: string) =>
  columnsOf(ExecutionEntity, e, 'eventSeq', 'stopsOn', 'aboutId', 'metEventId', 'workerId', 'leaseUntil');
