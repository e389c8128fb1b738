import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A type of event to which a workspace has automations, or for which its executions may wait; with the automations' revision. */
@Entity({ name: 'event_listener' })
export class EventListenerEntity {
  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @PrimaryColumn('text')
  eventType!: string;

  @Column('bigint')
  revision!: string;

  @Column('boolean', { default: false })
  awaited!: boolean;
}
