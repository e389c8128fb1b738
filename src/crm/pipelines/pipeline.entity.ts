import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { columnsOf } from '../../platform/entities/columns-of.js';

/** A sequence of stages that orders pass through. */
@Entity({ name: 'pipeline' })
export class PipelineEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @Column('text')
  name!: string;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;
}

/** A pipeline as statements return it. */
export type PipelineRow = Omit<PipelineEntity, 'workspaceId'>;

/** The columns of a PipelineRow under the alias p. */
export const PIPELINE_COLUMNS = columnsOf(PipelineEntity, 'p', 'workspaceId');
