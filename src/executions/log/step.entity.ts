import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Json } from '../../kernel/json.js';
import { columnsOf } from '../../platform/entities/columns-of.js';
import type { Step, StepError, StepStatus } from './execution.js';

/** A stored action of an execution. */
@Entity({ name: 'step' })
@Index('step_unknown', ['executionId'], { where: `status = 'UNKNOWN'` })
@Check('step_status_check', `status IN ('RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'UNKNOWN')`)
export class StepEntity implements Step {
  @PrimaryColumn('uuid')
  executionId!: string;

  @Column('uuid')
  workspaceId!: string;

  @PrimaryColumn('smallint')
  index!: number;

  @Column('text')
  key!: string;

  @Column('text')
  actionType!: string;

  @Column('text')
  status!: StepStatus;

  @Column('smallint')
  attempts!: number;

  @Column('jsonb', { nullable: true })
  input!: Json;

  @Column('jsonb', { nullable: true })
  output!: Json;

  @Column('jsonb', { nullable: true })
  error!: StepError | null;

  @Column('timestamptz', { nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  completedAt!: Date | null;
}

/** The columns of a step under the property names of its type, with the alias step. */
export const STEP_COLUMNS = columnsOf(StepEntity, 'step', 'executionId', 'workspaceId');
