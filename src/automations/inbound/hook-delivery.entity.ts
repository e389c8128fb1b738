import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The key of a request to an automation's address; kept for 24 hours, so that the same request starts nothing twice. */
@Entity({ name: 'hook_delivery' })
@Index('hook_delivery_by_age', ['receivedAt'])
@ForeignKey('AutomationEntity', ['workspaceId', 'automationId'], ['workspaceId', 'id'], { onDelete: 'CASCADE' })
export class HookDeliveryEntity {
  @PrimaryColumn('uuid')
  automationId!: string;

  @PrimaryColumn('text')
  key!: string;

  @Column('uuid')
  workspaceId!: string;

  @Column('timestamptz', { default: () => 'clock_now()' })
  receivedAt!: Date;
}
