import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** Whether a workspace has automations for a type of event, with their revision. */
@Entity({ name: 'event_listener' })
export class EventListenerEntity {
  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @PrimaryColumn('text')
  eventType!: string;

  @Column('bigint')
  revision!: string;
}
