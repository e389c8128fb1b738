import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What a channel delivered, as it came. */
@Entity({ name: 'inbound_webhook' })
@Index('inbound_webhook_open', ['retryAt'], { where: 'retry_at IS NOT NULL' })
@Index('inbound_webhook_processed', ['processedAt'], { where: 'processed_at IS NOT NULL' })
export class InboundWebhookEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @Column('uuid')
  workspaceId!: string;

  @Column('bytea')
  body!: Buffer;

  /** The own number for which it was accepted; null for the account of the server's settings. */
  @Column('text', { nullable: true })
  phoneNumberId!: string | null;

  @Column('timestamptz', { default: () => 'clock_now()' })
  receivedAt!: Date;

  @Column('timestamptz', { nullable: true })
  processedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  retryAt!: Date | null;

  @Column('smallint', { default: 0 })
  attempts!: number;

  @Column('text', { nullable: true })
  error!: string | null;
}
