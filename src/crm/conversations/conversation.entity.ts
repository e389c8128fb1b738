import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { columnsOf } from '../../platform/entities/columns-of.js';

/** The messages exchanged with a contact over one channel. */
@Entity({ name: 'conversation' })
@Unique('conversation_contact_key', ['workspaceId', 'contactId', 'channel'])
@Unique('conversation_of_contact_key', ['workspaceId', 'contactId', 'id'])
@Check('conversation_channel_check', `channel = 'whatsapp'`)
@ForeignKey('ContactEntity', ['workspaceId', 'contactId'], ['workspaceId', 'id'])
export class ConversationEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  workspaceId!: string;

  @Column('uuid')
  contactId!: string;

  @Column('text')
  channel!: 'whatsapp';

  @Column('timestamptz', { nullable: true })
  lastInboundAt!: Date | null;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;
}

/** A conversation as statements return it. */
export type ConversationRow = Omit<ConversationEntity, 'workspaceId'>;

/** The columns of a ConversationRow under the alias v. */
export const CONVERSATION_COLUMNS = columnsOf(ConversationEntity, 'v', 'workspaceId');
