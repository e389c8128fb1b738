import { Injectable } from '@nestjs/common';
import { DomainError, invalidInput, notFound } from '../../kernel/errors.js';
import { isId, newId } from '../../kernel/ids.js';
import { toJsonText } from '../../kernel/json.js';
import { Config } from '../../platform/config/config.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/work/work.js';
import type { Origin } from '../../platform/events/origin.js';
import { pageQuery, toConnection, type Connection, type PageArgs } from '../../platform/paging/connection.js';
import { contactsById } from '../contacts/contacts.loaders.js';
import { ContactsService } from '../contacts/contacts.service.js';
import { contactCreated } from '../contacts/contacts.events.js';
import { checked, idOf } from '../../kernel/checks/checks.js';
import type { ConversationRow } from './conversation.entity.js';
import { messageFailed, whatsappMessageReceived, whatsappMessageSent } from './conversations.events.js';
import { snapshotOfMessage } from './conversations.facts.js';
import {
  ANY_UNTOLD,
  CONVERSATIONS,
  FATES,
  LOCK_MESSAGE,
  MESSAGES,
  OUTBOUND,
  PREPARE,
  RECEIVE,
  SETTLE,
  TOLD,
  UNTOLD,
  WINDOW,
} from './conversations.statements.js';
import type { MessageError, MessageRow } from './message.entity.js';
import { wishOf } from './opt-out.js';
import { inboundMessage, outboundContent, type InboundMessage, type OutboundMessage } from './message.input.js';
import { REACHED_FROM, type OutboundStatus } from './message-status.js';

/** The result of sending a message, or a later report of the provider. */
export interface OutboundReport {
  status: OutboundStatus;
  /** Who accepted it, or reported on it; left out if nobody did. */
  provider?: 'local' | 'whatsapp_cloud';
  providerMessageId?: string | null;
  error?: MessageError | null;
  /** Whether a failed message is sent again automatically: then the failure is not published. */
  isRetried?: boolean;
}

/** An outbound message, and the cascade in which it was sent. */
export type SentMessageRef = { id: string } & Pick<Origin, 'executionId' | 'cascadeDepth' | 'rootEventId'>;

/** A message that failed after its execution had recorded it as sent. */
export type UntoldFailure = { id: string; workspaceId: string; executionId: string; error: MessageError };

/** The state of a message, and the execution that sent it. */
export type MessageFate = Pick<MessageRow, 'id' | 'status' | 'provider' | 'providerMessageId' | 'error'> & {
  executionId: string;
};

type MadeContact = { id: string; name: string; createdAt: string };
type ReceivedRow = MessageRow & { isNew: boolean; isTooOld: boolean; madeContact: MadeContact | null };
type PreparedRow = {
  contactId: string | null;
  phone: string | null;
  optedOutAt: Date | null;
  messageId: string | null;
};

/** A message that is about to be sent. */
interface PreparedMessage {
  messageId: string;
  phone: string;
  /** When its contact asked not to be written to. */
  optedOutAt: Date | null;
}

/** Conversations and their messages. */
@Injectable()
export class ConversationsService {
  constructor(
    private readonly config: Config,
    private readonly contacts: ContactsService,
  ) {}

  /**
   * Stores an inbound message; `sentAt` defaults to now. Publishes whatsapp.message_received, and contact.created for an unknown
   * number; a message that is a keyword of opting out or in changes the contact's optedOutAt and publishes field.changed. If the
   * providerMessageId was received before, nothing changes and the first message is returned. INVALID_INPUT.
   */
  async receive(work: Work, input: InboundMessage): Promise<MessageRow> {
    const received = checked(inboundMessage, input);
    const { phone, text, contactName, providerMessageId = null, kind, payload, sentAt } = received;
    const hours = this.config.env.INBOUND_MAX_AGE_HOURS;

    const values = [work.workspaceId, newId(), phone, newId(), contactName ?? phone, newId()];
    const content = [providerMessageId, kind ?? 'TEXT', text, jsonOf(payload)];
    const age = [sentAt ?? null, hours * 3_600];
    // Both are sent in one round trip; the second takes its snapshot after it has the lock.
    const [, [row]] = await Promise.all([
      work.query(LOCK_MESSAGE, [work.workspaceId, providerMessageId ?? values[1]]),
      work.query<ReceivedRow>(RECEIVE, [...values, ...content, ...age]),
    ]);
    const { isNew, isTooOld, madeContact, ...message } = row!;

    if (madeContact) work.publish(createdByChannel(madeContact, phone));
    if (isNew)
      work.publish(whatsappMessageReceived({ ...aboutOf(message), ...(isTooOld && { tooOldAfterHours: hours }) }));
    if (isNew) await this.followWish(work, message);
    return message;
  }

  private async followWish(work: Work, message: MessageRow): Promise<void> {
    const { OPT_OUT_KEYWORDS: out, OPT_IN_KEYWORDS: back } = this.config.env;
    const wish = wishOf(message, { out, back });
    const [contact] = wish ? await contactsById(work, [message.contactId]) : [];
    // Messages arrive out of order: a word written before the opt-out does not take it back.
    const isObsolete = contact?.optedOutAt
      ? wish === 'opt out' || message.sentAt < contact.optedOutAt
      : wish === 'opt in';
    if (!contact || isObsolete) return;
    await this.contacts.update(work, contact.id, { optedOutAt: wish === 'opt out' ? message.sentAt : null });
  }

  /** Until when free text may be sent to the contact: 24 hours after its last message; null if that time has passed. */
  async windowOpenUntil(reader: Reader, contactId: string): Promise<Date | null> {
    const [open] = isId(contactId) ? await reader.query<{ until: Date }>(WINDOW, [reader.workspaceId, contactId]) : [];
    return open?.until ?? null;
  }

  /**
   * Stores a message to be sent as PENDING; a failed message or one with an unknown outcome becomes PENDING again.
   * NOT_FOUND; INVALID_INPUT for a contact without a phone number; CONFLICT for a message that was sent.
   */
  async prepareOutbound(work: Work, message: OutboundMessage): Promise<PreparedMessage> {
    const { kind, text, payload } = outboundContent(message);

    const ids = [idOf('message', message.messageId), idOf('contact', message.contactId), newId()];
    const content = [kind, text ?? null, jsonOf(payload)];
    const { executionId, cascadeDepth, rootEventId } = work.origin;
    const cause = [executionId, cascadeDepth, rootEventId];
    const [row] = await work.query<PreparedRow>(PREPARE, [work.workspaceId, ...ids, ...content, ...cause]);
    const { contactId, phone, optedOutAt, messageId } = row!;

    if (!contactId) throw notFound('contact', message.contactId);
    if (!phone) throw invalidInput([{ path: ['contactId'], message: 'The contact has no phone number' }]);
    if (!messageId) throw new DomainError('CONFLICT', `Message ${message.messageId} was already sent`);
    return { messageId, phone, optedOutAt };
  }

  /**
   * Stores the outcome of a message; publishes message.failed for a permanent failure, and whatsapp.message_sent once a person's
   * message is accepted. False if the message is already further along, or unknown.
   */
  async settleOutbound(work: Work, messageId: string, report: OutboundReport): Promise<boolean> {
    const { status, provider = null, providerMessageId, isRetried = false } = report;
    const error = report.error ?? (status === 'FAILED' ? NO_REASON : null);
    // If an execution itself learns the outcome, its step records it in the same commit.
    const isTheEngines = work.origin.actor.type === 'execution';

    const values = [work.workspaceId, idOf('message', messageId), status, REACHED_FROM[status]];
    const what = [providerMessageId, provider, error && toJsonText(error), !isTheEngines];
    const [settled] = await work.query<MessageRow & { isAcceptance: boolean }>(SETTLE, [...values, ...what]);
    if (!settled) return false;

    const { isAcceptance, ...message } = settled;
    if (isAcceptance) work.publish(whatsappMessageSent(aboutOf(message)));
    if (message.status === 'FAILED' && !isRetried) work.publish(failed(message));
    return true;
  }

  /** Whether there are any of `untoldFailures`, as a SQL expression. */
  readonly anyUntoldFailure = ANY_UNTOLD;

  /** Messages that failed after their executions had recorded them as sent: the oldest 500 of all workspaces, or one. */
  async untoldFailures(database: Pick<Reader, 'query'>, messageId: string | null): Promise<UntoldFailure[]> {
    return database.query<UntoldFailure>(UNTOLD, [messageId]);
  }

  /** Marks the failure as shown by the execution; false if it was already. */
  async failureTold(
    transaction: Pick<Reader, 'query'>,
    { workspaceId, id }: Pick<UntoldFailure, 'workspaceId' | 'id'>,
  ): Promise<boolean> {
    return (await transaction.query(TOLD, [workspaceId, id])).length > 0;
  }

  /** The states of messages sent by executions; other messages, and those of other workspaces, are left out. */
  async fates(reader: Reader, messageIds: readonly string[]): Promise<MessageFate[]> {
    return reader.query<MessageFate>(FATES, [reader.workspaceId, messageIds]);
  }

  /** The outbound message with our id, otherwise the one with the provider's id; undefined if there is none. */
  async outbound(reader: Reader, id: string | null, providerMessageId: string): Promise<SentMessageRef | undefined> {
    const [message] = await reader.query<SentMessageRef>(OUTBOUND, [reader.workspaceId, id, providerMessageId]);
    return message;
  }

  /** A contact's messages, latest first. NOT_FOUND for an unknown contact. */
  async byContact(reader: Reader, contactId: string, page: PageArgs): Promise<Connection<MessageRow>> {
    const query = pageQuery(page);
    const rows = await reader.query<MessageRow>(MESSAGES, [
      reader.workspaceId,
      query.afterId,
      query.limit,
      idOf('contact', contactId),
    ]);
    if (rows.length === 0 && !(await contactsById(reader, [contactId]))[0]) throw notFound('contact', contactId);
    return toConnection(rows, query);
  }

  /** Newest first. */
  async page(reader: Reader, args: PageArgs): Promise<Connection<ConversationRow>> {
    const query = pageQuery(args);
    return toConnection(
      await reader.query<ConversationRow>(CONVERSATIONS, [reader.workspaceId, query.afterId, query.limit]),
      query,
    );
  }
}

const jsonOf = (payload: object | null | undefined) => (payload == null ? null : JSON.stringify(payload));

function aboutOf(message: MessageRow) {
  const { id: messageId, conversationId, contactId } = message;
  return { messageId, conversationId, contactId, message: snapshotOfMessage(message) };
}

const failed = (message: MessageRow) => messageFailed({ ...aboutOf(message), error: message.error ?? NO_REASON });

const NO_REASON: MessageError = { code: 'MESSAGE_FAILED', message: 'No reason given' };

function createdByChannel({ id, name, createdAt }: MadeContact, phone: string) {
  const unknown = {
    email: null,
    city: null,
    region: null,
    address: null,
    timeZone: null,
    optedOutAt: null,
    customFields: {},
  };
  return contactCreated({
    contactId: id,
    contact: { id, name, phone, ...unknown, createdAt: new Date(createdAt).toISOString() },
  });
}
