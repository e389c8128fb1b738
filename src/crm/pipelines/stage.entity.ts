import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One place of a pipeline. */
@Entity({ name: 'stage' })
export class StageEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'pipeline_id' })
  pipelineId!: string;

  @Column('text')
  name!: string;

  @Column('smallint')
  position!: number;
}

/** A stage as statements return it. */
export type StageRow = Omit<StageEntity, 'workspaceId'>;

/** The columns of a StageRow, the table being called s. */
export const STAGE_COLUMNS = 's.id, s.pipeline_id AS "pipelineId", s.name, s.position';
