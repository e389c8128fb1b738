import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Json } from '../../kernel/json.js';
import { columnsOf } from '../../platform/entities/columns-of.js';
import type { MessageStatus } from './message-status.js';

export const MESSAGE_DIRECTIONS = ['INBOUND', 'OUTBOUND'] as const;
export type MessageDirection = (typeof MESSAGE_DIRECTIONS)[number];

export const MESSAGE_KINDS = ['TEXT', 'TEMPLATE', 'MEDIA', 'OTHER'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Why a message was not sent or not delivered. */
export interface MessageError {
  code: string;
  message: string;
}

/** A message to or from a contact. */
@Entity({ name: 'message' })
@Unique('message_key', ['workspaceId', 'id'])
@Unique('message_provider_key', ['workspaceId', 'providerMessageId'])
@Index('message_by_contact', ['workspaceId', 'contactId', 'createdAt', 'id'])
@Index('message_by_sending', ['workspaceId', 'contactId', 'sentAt', 'id'])
@Index('message_failure_untold', ['updatedAt'], { where: 'failure_untold' })
@Index('message_of_person_pending', ['updatedAt'], { where: `status = 'PENDING' AND execution_id IS NULL` })
@Check('message_direction_check', `direction IN ('INBOUND', 'OUTBOUND')`)
@Check('message_kind_check', `kind IN ('TEXT', 'TEMPLATE', 'MEDIA', 'OTHER')`)
@Check('message_provider_check', `provider IN ('local', 'whatsapp_cloud')`)
@Check('message_status_check', `status IN ('RECEIVED', 'PENDING', 'SENT', 'DELIVERED', 'READ', 'FAILED', 'UNKNOWN')`)
@ForeignKey('ConversationEntity', ['workspaceId', 'contactId', 'conversationId'], ['workspaceId', 'contactId', 'id'])
export class MessageEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('WorkspaceEntity', { onDelete: 'CASCADE' })
  @Column('uuid')
  workspaceId!: string;

  @Column('uuid')
  contactId!: string;

  @Column('uuid')
  conversationId!: string;

  @Column('text')
  direction!: MessageDirection;

  @Column('text')
  kind!: MessageKind;

  @Column('text', { nullable: true })
  text!: string | null;

  @Column('jsonb', { nullable: true })
  payload!: Json;

  @Column('text')
  status!: MessageStatus;

  @Column('text', { nullable: true })
  provider!: 'local' | 'whatsapp_cloud' | null;

  @Column('text', { nullable: true })
  providerMessageId!: string | null;

  @Column('jsonb', { nullable: true })
  error!: MessageError | null;

  @Column('timestamptz', { default: () => 'clock_now()' })
  sentAt!: Date;

  @Column('timestamptz', { nullable: true })
  receivedAt!: Date | null;

  @Column('timestamptz', { default: () => 'clock_now()' })
  createdAt!: Date;

  @Column('timestamptz', { default: () => 'clock_now()' })
  updatedAt!: Date;

  @Column('uuid', { nullable: true })
  executionId!: string | null;

  @Column('smallint', { default: 0 })
  cascadeDepth!: number;

  @Column('uuid', { nullable: true })
  rootEventId!: string | null;

  @Column('boolean', { default: false })
  failureUntold!: boolean;
}

/** Columns that only the engine reads. */
const UNSEEN = ['workspaceId', 'executionId', 'cascadeDepth', 'rootEventId', 'failureUntold'] as const;

/** A message as statements return it. */
export type MessageRow = Omit<MessageEntity, (typeof UNSEEN)[number]>;

/** The columns of a MessageRow under the alias m. */
export const MESSAGE_COLUMNS = columnsOf(MessageEntity, 'm', ...UNSEEN);
