import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is said with a contact over one channel. */
@Entity({ name: 'conversation' })
export class ConversationEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'contact_id' })
  contactId!: string;

  @Column('text')
  channel!: 'whatsapp';

  @Column('timestamptz', { name: 'last_inbound_at', nullable: true })
  lastInboundAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_now()' })
  createdAt!: Date;
}

/** A conversation as statements return it. */
export type ConversationRow = Omit<ConversationEntity, 'workspaceId'>;

/** The columns of a ConversationRow, the table being called v. */
export const CONVERSATION_COLUMNS =
  'v.id, v.contact_id AS "contactId", v.channel, v.last_inbound_at AS "lastInboundAt", v.created_at AS "createdAt"';
