import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Json } from '../../kernel/json.js';
import type { MessageStatus } from './message-status.js';

export const MESSAGE_DIRECTIONS = ['INBOUND', 'OUTBOUND'] as const;
export type MessageDirection = (typeof MESSAGE_DIRECTIONS)[number];

export const MESSAGE_KINDS = ['TEXT', 'TEMPLATE', 'MEDIA', 'OTHER'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Why a message did not go out. */
export interface MessageError {
  code: string;
  message: string;
}

/** One thing said, by either side. */
@Entity({ name: 'message' })
export class MessageEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'contact_id' })
  contactId!: string;

  @Column('uuid', { name: 'conversation_id' })
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

  @Column('text', { name: 'provider_message_id', nullable: true })
  providerMessageId!: string | null;

  @Column('jsonb', { nullable: true })
  error!: MessageError | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'clock_now()' })
  updatedAt!: Date;
}

/** A message as statements return it. */
export type MessageRow = Omit<MessageEntity, 'workspaceId'>;

/** The columns of a MessageRow, the table being called m. */
export const MESSAGE_COLUMNS = `m.id, m.contact_id AS "contactId", m.conversation_id AS "conversationId", m.direction, m.kind, m.text,
  m.payload, m.status, m.provider, m.provider_message_id AS "providerMessageId", m.error, m.created_at AS "createdAt",
  m.updated_at AS "updatedAt"`;
