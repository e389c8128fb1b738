import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { Definition, DefinitionBody } from './definition.js';

/** One version of an automation, kept as long as its executions. */
@Entity({ name: 'definition' })
@Unique(['automationId', 'version'])
export class DefinitionEntity implements Definition {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @Column('uuid')
  workspaceId!: string;

  @Column('uuid')
  automationId!: string;

  @Column('integer')
  version!: number;

  @Column('text')
  name!: string;

  @Column('jsonb')
  body!: DefinitionBody;

  @Column('text', { array: true, default: [] })
  awaitedEvents!: string[];

  @Column('text', { nullable: true })
  publishedBy!: string | null;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;
}
