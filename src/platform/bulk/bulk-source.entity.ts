import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Json } from '../../kernel/json.js';

/** The parts that a bulk operation works on, stored in batches; a batch is deleted when it is done. */
@Entity({ name: 'bulk_source' })
@Index('bulk_source_untaken', ['createdAt'], { where: 'taken_at IS NULL' })
export class BulkSourceEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  /** The name of the file, if there is one. */
  @Column('text', { nullable: true })
  name!: string | null;

  @Column('jsonb', { default: [] })
  columns!: string[];

  /** How many parts it has. */
  @Column('integer', { default: 0 })
  parts!: number;

  /** When all parts were stored. */
  @Column('timestamptz', { nullable: true })
  completedAt!: Date | null;

  /** When an operation took it to work on. */
  @Column('timestamptz', { nullable: true })
  takenAt!: Date | null;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;
}

/** Some consecutive parts of a source. */
@Entity({ name: 'bulk_batch' })
@ForeignKey('BulkSourceEntity', ['workspaceId', 'sourceId'], ['workspaceId', 'id'], { onDelete: 'CASCADE' })
export class BulkBatchEntity {
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @PrimaryColumn('uuid')
  sourceId!: string;

  /** The position of its first part, counted from 0. */
  @PrimaryColumn('integer')
  first!: number;

  @Column('jsonb')
  parts!: Json[];
}
