import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The sealed signing secrets of a workspace's webhooks. */
@Entity({ name: 'webhook_secret' })
@Check('webhook_secret_previous_check', `previous LIKE 'sealed:%'`)
@Check('webhook_secret_secret_check', `secret LIKE 'sealed:%'`)
export class WebhookSecretEntity {
  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @Column('text')
  secret!: string;

  @Column('text', { nullable: true })
  previous!: string | null;

  @Column('timestamptz', { nullable: true })
  previousUntil!: Date | null;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;
}
