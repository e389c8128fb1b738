import { Column, Entity, PrimaryColumn } from 'typeorm';
import { columnsOf } from '../entities/columns-of.js';

/** What became of one part. */
export type BulkOutcome = 'CREATED' | 'UPDATED' | 'SKIPPED' | 'FAILED';

/** The result of one part of a bulk operation; it holds no personal data. Without a foreign key, as other logs: there is one for each part. */
@Entity({ name: 'bulk_result' })
export class BulkResultEntity {
  /** Sorts by position. */
  @PrimaryColumn('uuid')
  id!: string;

  @PrimaryColumn('uuid')
  workspaceId!: string;

  @PrimaryColumn('uuid')
  operationId!: string;

  /** Counted from 1. */
  @Column('integer')
  position!: number;

  @Column('text')
  outcome!: BulkOutcome;

  /** What was created, updated or skipped. */
  @Column('uuid', { nullable: true })
  entityId!: string | null;

  @Column('text', { nullable: true })
  message!: string | null;
}

/** A result as statements return it. */
export type BulkResultRow = Omit<BulkResultEntity, 'workspaceId' | 'operationId'>;

/** The columns of a BulkResultRow under the alias r. */
export const BULK_RESULT_COLUMNS = columnsOf(BulkResultEntity, 'r', 'workspaceId', 'operationId');
