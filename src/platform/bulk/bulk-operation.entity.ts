import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '../../kernel/json.js';
import { columnsOf } from '../entities/columns-of.js';
import type { ActorType } from '../events/origin.js';

export type BulkStatus = 'QUEUED' | 'RUNNING' | 'DONE' | 'ABORTED';

/** An operation on many things, done in batches in the background. */
@Entity({ name: 'bulk_operation' })
@Check('bulk_operation_status_check', `status IN ('QUEUED', 'RUNNING', 'DONE', 'ABORTED')`)
@Index('bulk_operation_open', ['turnAt'], { where: 'ended_at IS NULL' })
@Index('bulk_operation_ended', ['endedAt'], { where: 'ended_at IS NOT NULL' })
export class BulkOperationEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @Column('text')
  kind!: string;

  @Column('text', { default: 'QUEUED' })
  status!: BulkStatus;

  @Column('boolean')
  isDryRun!: boolean;

  @Column('text')
  describedAs!: string;

  /** What the kind needs to know, in its own form. */
  @Column('jsonb')
  input!: JsonObject;

  /** What it works on; null if it was done at once. */
  @Column('uuid', { nullable: true })
  sourceId!: string | null;

  /** Whether its events start no automation. */
  @Column('boolean')
  startsNothing!: boolean;

  @Column('integer')
  total!: number;

  @Column('integer', { default: 0 })
  done!: number;

  @Column('integer', { default: 0 })
  succeeded!: number;

  @Column('integer', { default: 0 })
  skipped!: number;

  @Column('integer', { default: 0 })
  failed!: number;

  /** Parts before this position are done one at a time, because a batch of them failed. */
  @Column('integer', { default: 0 })
  oneByOneUntil!: number;

  @Column('text')
  actorType!: ActorType;

  @Column('uuid', { nullable: true })
  actorId!: string | null;

  @Column('text', { nullable: true })
  actorName!: string | null;

  /** When its last batch was done: operations take turns. */
  @Column('timestamptz', { default: () => 'clock_now()' })
  turnAt!: Date;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;
}

/** An operation as statements return it. */
export type BulkOperationRow = Omit<BulkOperationEntity, 'workspaceId' | 'turnAt' | 'oneByOneUntil'> & {
  /** Its first parts, if it was done at once and they are stored nowhere. */
  sample?: { id: string; label: string }[];
};

/** The columns of a BulkOperationRow under the alias b. */
export const BULK_OPERATION_COLUMNS = columnsOf(BulkOperationEntity, 'b', 'workspaceId', 'turnAt', 'oneByOneUntil');
