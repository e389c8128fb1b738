import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** An automation; its versions are definitions. */
@Entity({ name: 'automation' })
@Unique(['workspaceId', 'id'])
@Index('automation_listening', ['workspaceId', 'eventType'], { where: 'enabled' })
export class AutomationEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @Column('uuid')
  workspaceId!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('boolean')
  enabled!: boolean;

  @Column('boolean', { default: false })
  shadow!: boolean;

  @Column('text', { nullable: true })
  folder!: string | null;

  @Column('integer')
  version!: number;

  @Column('integer', { default: 0 })
  draftRevision!: number;

  @ForeignKey('DefinitionEntity')
  @Column('uuid')
  definitionId!: string;

  @Column('text')
  triggerType!: string;

  @Column('text')
  eventType!: string;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;

  @Column('timestamptz', { default: () => 'clock_now()' })
  updatedAt!: Date;
}
