import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { columnsOf } from '../../platform/entities/columns-of.js';

/** A stage of a pipeline. */
@Entity({ name: 'stage' })
@Unique('stage_of_pipeline_key', ['workspaceId', 'pipelineId', 'id'])
@Unique('stage_position_key', ['workspaceId', 'pipelineId', 'position'])
@ForeignKey('PipelineEntity', ['workspaceId', 'pipelineId'], ['workspaceId', 'id'], { onDelete: 'CASCADE' })
export class StageEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @Column('uuid')
  pipelineId!: string;

  @Column('text')
  name!: string;

  @Column('smallint')
  position!: number;
}

/** A stage as statements return it. */
export type StageRow = Omit<StageEntity, 'workspaceId'>;

/** The columns of a StageRow under the alias s. */
export const STAGE_COLUMNS = columnsOf(StageEntity, 's', 'workspaceId');
