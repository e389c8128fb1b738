import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of stages that orders pass through. */
@Entity({ name: 'pipeline' })
export class PipelineEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text')
  name!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_now()' })
  createdAt!: Date;
}

/** A pipeline as statements return it. */
export type PipelineRow = Omit<PipelineEntity, 'workspaceId'>;

/** The columns of a PipelineRow, the table being called p. */
export const PIPELINE_COLUMNS = 'p.id, p.name, p.created_at AS "createdAt"';
