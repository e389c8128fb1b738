import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The range of revisions in which an automation listened with a definition. */
@Entity({ name: 'listener_history' })
@Index('listener_history_by_event', ['workspaceId', 'eventType', 'since'])
export class ListenerHistoryEntity {
  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @Column('uuid')
  workspaceId!: string;

  @Column('text')
  eventType!: string;

  @Column('uuid')
  automationId!: string;

  @ForeignKey('DefinitionEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  definitionId!: string;

  @PrimaryColumn('bigint')
  since!: string;

  @Column('bigint', { nullable: true })
  until!: string | null;
}
