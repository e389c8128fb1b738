import { Injectable } from '@nestjs/common';
import { ConversationsService, type MessageFate } from '../crm/conversations/conversations.service.js';
import {
  GatewayBusyError,
  GatewayInDoubtError,
  GatewayRefusedError,
} from '../crm/conversations/gateway/gateway.errors.js';
import { MessageGateway, type MessageContent, type SentMessage } from '../crm/conversations/gateway/message-gateway.js';
import type { JsonObject } from '../kernel/json.js';
import { OutcomeUnknownError, PermanentActionError, RetryAfterError, SkippedActionError } from './action.errors.js';
import type { Reader } from '../platform/database/reader.js';
import type { ActionSubject, ExternalContext, ExternalOutcome, InternalContext, LateOutcome } from './action.js';
import type { LateFailure, LateFailureSource } from './late-failure-source.js';
import { contactOf } from './subject.js';

/** A message as it is stored before it is sent. */
export interface MessageDraft {
  kind: 'TEXT' | 'TEMPLATE' | 'MEDIA';
  text: string | null;
  payload: JsonObject | null;
  /** Whether WhatsApp accepts it only within 24 hours of the contact's last message. */
  needsWindow: boolean;
}

/** The stored message and its destination. */
export interface PreparedMessage {
  messageId: string;
  phone: string;
}

/** A message that the provider accepted. */
export interface SentOutput extends SentMessage {
  messageId: string;
  status: 'SENT';
}

type StepContext = InternalContext & { stepId: string };

/** The common part of the WhatsApp actions: a message is stored before it is sent, sent once, and settled afterwards. */
@Injectable()
export class WhatsAppSender implements LateFailureSource {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly gateway: MessageGateway,
  ) {}

  /** Stores the message as PENDING with the step's id. Fails permanently with NO_CONTACT, INVALID_INPUT (no phone number), or WINDOW_CLOSED; a contact that opted out is skipped. */
  async prepare(
    { needsWindow, ...content }: MessageDraft,
    { work, subject, stepId }: StepContext,
  ): Promise<PreparedMessage> {
    const contactId = contactOf(subject);
    // First, so that a missing phone number is reported as such; a closed window rolls it back with the step.
    const { optedOutAt, ...prepared } = await this.conversations.prepareOutbound(work, {
      messageId: stepId,
      contactId,
      ...content,
    });
    if (optedOutAt) throw new SkippedActionError('OPTED_OUT', `The contact opted out at ${optedOutAt.toISOString()}`);

    if (needsWindow && !(await this.conversations.windowOpenUntil(work, contactId)))
      throw new PermanentActionError('WINDOW_CLOSED', CLOSED);
    return prepared;
  }

  /** Until when WhatsApp takes other messages than templates; null if it takes none now. */
  windowOpenUntil(reader: Reader, { contactId }: ActionSubject): Promise<Date | null> {
    return contactId ? this.conversations.windowOpenUntil(reader, contactId) : Promise.resolve(null);
  }

  /** Sends the prepared message and translates failures into engine errors. */
  async send(
    content: MessageContent,
    { workspaceId, prepared, idempotencyKey, signal }: ExternalContext<PreparedMessage>,
  ): Promise<SentOutput> {
    const { messageId, phone } = prepared;
    const options = { workspaceId, idempotencyKey, signal };
    const sent = await this.gateway.send({ phone, ...content }, options).catch((error: unknown) => {
      throw translated(error);
    });
    return { messageId, status: 'SENT', ...sent };
  }

  /** Stores the outcome with the message. */
  async settle(outcome: ExternalOutcome<SentOutput>, { work, stepId }: StepContext): Promise<void> {
    await this.conversations.settleOutbound(work, stepId, reportOf(outcome));
  }

  /** The outcomes reported by the provider's callbacks; a message has the id of the step that sends it. */
  async lateOutcomes(reader: Reader, stepIds: readonly string[]): Promise<Map<string, LateOutcome<SentOutput>>> {
    const told = new Map<string, LateOutcome<SentOutput>>();
    for (const fate of await this.conversations.fates(reader, stepIds)) {
      const outcome = lateOutcomeOf(fate);
      if (outcome) told.set(fate.id, outcome);
    }
    return told;
  }

  get anyLateFailure(): string {
    return this.conversations.anyUntoldFailure;
  }

  /** Messages that failed after their executions had recorded them as sent. */
  async lateFailures(database: Pick<Reader, 'query'>, stepId: string | null): Promise<LateFailure[]> {
    const failures = await this.conversations.untoldFailures(database, stepId);
    return failures.map(({ id, workspaceId, executionId, error }) => ({
      workspaceId,
      executionId,
      stepId: id,
      warning: { code: 'MESSAGE_FAILED', message: error.message },
      output: {
        of: { messageId: id },
        success: { status: 'SENT' },
        failure: { status: 'FAILED', error: { ...error } },
      },
    }));
  }

  async lateFailureShown(transaction: Pick<Reader, 'query'>, { workspaceId, stepId }: LateFailure): Promise<boolean> {
    return this.conversations.failureTold(transaction, { workspaceId, id: stepId });
  }
}

function lateOutcomeOf(fate: MessageFate): LateOutcome<SentOutput> | undefined {
  const { id: messageId, status, provider, providerMessageId, error } = fate;
  if (status === 'PENDING' || status === 'UNKNOWN' || status === 'RECEIVED') return undefined;
  if (status === 'FAILED')
    return { status: 'failed', error: error ?? { code: 'ACTION_FAILED', message: 'The message was not sent' } };
  return {
    status: 'succeeded',
    output: { messageId, status: 'SENT', provider: provider!, providerMessageId: providerMessageId! },
  };
}

const CLOSED = 'The contact has not written for 24 hours, so WhatsApp takes templates only: use send_whatsapp_template';

function reportOf(outcome: ExternalOutcome<SentOutput>) {
  switch (outcome.status) {
    case 'succeeded':
      return {
        status: 'SENT',
        provider: outcome.output.provider,
        providerMessageId: outcome.output.providerMessageId,
      } as const;
    case 'failed':
      return { status: 'FAILED', error: outcome.error, isRetried: outcome.isRetried } as const;
    case 'unknown':
      return { status: 'UNKNOWN', error: outcome.error } as const;
  }
}

function translated(error: unknown): unknown {
  if (error instanceof GatewayRefusedError) return new PermanentActionError(error.code, error.message);
  if (error instanceof GatewayBusyError) return new RetryAfterError(error.retryAfterMs, error.message);
  if (error instanceof GatewayInDoubtError) return new OutcomeUnknownError(error.message, { cause: error });
  return error;
}
