import { Injectable } from '@nestjs/common';
import { DomainError, invalidInput, notFound } from '../../kernel/errors.js';
import { isId, newId } from '../../kernel/ids.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/database/work.js';
import { pageQuery, toConnection, type Connection, type PageArgs } from '../../platform/graphql/connection.js';
import { contactsById } from '../contacts/contacts.loaders.js';
import { contactCreated } from '../contacts/contacts.events.js';
import { checked, idOf } from '../fields/checks.js';
import type { ConversationRow } from './conversation.entity.js';
import { whatsappMessageReceived } from './conversations.events.js';
import { snapshotOfMessage } from './conversations.facts.js';
import { CONVERSATIONS, FATES, LOCK_MESSAGE, MESSAGES, OUTBOUND_BY_PROVIDER_ID, PREPARE, RECEIVE, SETTLE, WINDOW } from './conversations.statements.js';
import type { MessageError, MessageRow } from './message.entity.js';
import { inboundMessage, outboundContent, type InboundMessage, type OutboundMessage } from './message.input.js';
import { REACHED_FROM, type OutboundStatus } from './message-status.js';

/** How sending a message ended, or what the provider reported of it later. */
export interface OutboundReport {
  status: OutboundStatus;
  provider: 'local' | 'whatsapp_cloud';
  providerMessageId?: string | null;
  error?: MessageError | null;
}

/** What became of a message, and the execution that sent it. */
export type MessageFate = Pick<MessageRow, 'id' | 'status' | 'provider' | 'providerMessageId' | 'error'> & { executionId: string };

type MadeContact = { id: string; name: string; createdAt: string };
type ReceivedRow = MessageRow & { isNew: boolean; madeContact: MadeContact | null };
type PreparedRow = { contactId: string | null; phone: string | null; messageId: string | null };

/** What is said with contacts. */
@Injectable()
export class ConversationsService {
  /**
   * Stores an inbound message; publishes whatsapp.message_received, and contact.created for a number nobody has. A
   * providerMessageId received before changes nothing, publishes nothing and returns the first message. INVALID_INPUT.
   */
  async receive(work: Work, input: InboundMessage): Promise<MessageRow> {
    const { phone, text, contactName, providerMessageId = null, kind, payload } = checked(inboundMessage, input);

    const values = [work.workspaceId, newId(), phone, newId(), contactName ?? phone, newId()];
    const content = [providerMessageId, kind ?? 'TEXT', text, payload == null ? null : JSON.stringify(payload)];
    // Both travel in one round trip; the second takes its snapshot once it has the lock.
    const [, [row]] = await Promise.all([
      work.query(LOCK_MESSAGE, [work.workspaceId, providerMessageId ?? values[1]]),
      work.query<ReceivedRow>(RECEIVE, [...values, ...content]),
    ]);
    const { isNew, madeContact, ...message } = row!;

    if (madeContact) work.publish(createdByChannel(madeContact, phone));
    const { id: messageId, conversationId, contactId } = message;
    if (isNew) work.publish(whatsappMessageReceived({ messageId, conversationId, contactId, message: snapshotOfMessage(message) }));
    return message;
  }

  /** Until when the contact may be written to freely: 24 hours after its last message; null when that is over. */
  async windowOpenUntil(reader: Reader, contactId: string): Promise<Date | null> {
    const [open] = isId(contactId) ? await reader.query<{ until: Date }>(WINDOW, [reader.workspaceId, contactId]) : [];
    return open?.until ?? null;
  }

  /**
   * Stores a message about to be sent as PENDING; one that failed or whose outcome is unknown becomes PENDING again.
   * NOT_FOUND; INVALID_INPUT for a contact without a phone number; CONFLICT for a message that was sent.
   */
  async prepareOutbound(work: Work, message: OutboundMessage): Promise<{ messageId: string; phone: string }> {
    const { kind, text, payload } = outboundContent(message);

    const ids = [idOf('message', message.messageId), idOf('contact', message.contactId), newId()];
    const content = [kind, text ?? null, payload == null ? null : JSON.stringify(payload)];
    const [row] = await work.query<PreparedRow>(PREPARE, [work.workspaceId, ...ids, ...content, work.origin.executionId]);
    const { contactId, phone, messageId } = row!;

    if (!contactId) throw notFound('contact', message.contactId);
    if (!phone) throw invalidInput([{ path: ['contactId'], message: 'The contact has no phone number' }]);
    if (!messageId) throw new DomainError('CONFLICT', `Message ${message.messageId} was sent already`);
    return { messageId, phone };
  }

  /** Keeps what became of a message; false when it has come further already, or is none of ours. */
  async settleOutbound(work: Work, messageId: string, { status, provider, providerMessageId, error }: OutboundReport): Promise<boolean> {
    const from = REACHED_FROM[status];
    const failure = error ? JSON.stringify(error) : null;
    const values = [work.workspaceId, idOf('message', messageId), status, from, providerMessageId, provider, failure];
    return (await work.query(SETTLE, values)).length > 0;
  }

  /** What became of messages that executions sent; others, and those of other workspaces, are left out. */
  async fates(reader: Reader, messageIds: readonly string[]): Promise<MessageFate[]> {
    return reader.query<MessageFate>(FATES, [reader.workspaceId, messageIds]);
  }

  /** The outbound message that the provider calls so; null when there is none. */
  async outboundByProviderId(reader: Reader, providerMessageId: string): Promise<string | null> {
    const [message] = await reader.query<{ id: string }>(OUTBOUND_BY_PROVIDER_ID, [reader.workspaceId, providerMessageId]);
    return message?.id ?? null;
  }

  /** A contact's messages, newest first. NOT_FOUND for an unknown contact. */
  async byContact(reader: Reader, contactId: string, page: PageArgs): Promise<Connection<MessageRow>> {
    const query = pageQuery(page);
    const rows = await reader.query<MessageRow>(MESSAGES, [reader.workspaceId, query.afterId, query.limit, idOf('contact', contactId)]);
    if (rows.length === 0 && !(await contactsById(reader, [contactId]))[0]) throw notFound('contact', contactId);
    return toConnection(rows, query);
  }

  /** Newest first. */
  async page(reader: Reader, args: PageArgs): Promise<Connection<ConversationRow>> {
    const query = pageQuery(args);
    return toConnection(await reader.query<ConversationRow>(CONVERSATIONS, [reader.workspaceId, query.afterId, query.limit]), query);
  }
}

function createdByChannel({ id, name, createdAt }: MadeContact, phone: string) {
  const unknown = { email: null, city: null, region: null, address: null, customFields: {} };
  return contactCreated({ contactId: id, contact: { id, name, phone, ...unknown, createdAt: new Date(createdAt).toISOString() } });
}
