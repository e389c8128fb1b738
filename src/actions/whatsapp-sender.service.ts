import { Injectable } from '@nestjs/common';
import { ConversationsService } from '../crm/conversations/conversations.service.js';
import { GatewayBusyError, GatewayInDoubtError, GatewayRefusedError } from '../crm/conversations/gateway/gateway.errors.js';
import { MessageGateway, type MessageContent, type SentMessage } from '../crm/conversations/gateway/message-gateway.js';
import type { JsonObject } from '../kernel/json.js';
import { OutcomeUnknownError, PermanentActionError, RetryAfterError } from './action.errors.js';
import type { ExternalContext, ExternalOutcome, InternalContext } from './action.js';
import { contactOf } from './subject.js';

/** A message as it is stored before it is sent. */
export interface MessageDraft {
  kind: 'TEXT' | 'TEMPLATE' | 'MEDIA';
  text: string | null;
  payload: JsonObject | null;
  /** Whether WhatsApp takes it only within 24 hours of the contact's last message. */
  needsWindow: boolean;
}

/** What was stored, and where it goes. */
export interface PreparedMessage {
  messageId: string;
  phone: string;
}

/** A message that the provider took. */
export interface SentOutput extends SentMessage {
  messageId: string;
  status: 'SENT';
}

type StepContext = InternalContext & { stepId: string };

/** What the WhatsApp actions have in common: stored before it is sent, sent once, and settled afterwards. */
@Injectable()
export class WhatsAppSender {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly gateway: MessageGateway,
  ) {}

  /** Stores the message as PENDING, under the step's id. Fails for good with NO_CONTACT, INVALID_INPUT without a phone number, or WINDOW_CLOSED. */
  async prepare({ needsWindow, ...content }: MessageDraft, { work, subject, stepId }: StepContext): Promise<PreparedMessage> {
    const contactId = contactOf(subject);
    // First, so that a contact without a phone number is refused as such; a closed window undoes it with the step.
    const prepared = await this.conversations.prepareOutbound(work, { messageId: stepId, contactId, ...content });

    if (needsWindow && !(await this.conversations.windowOpenUntil(work, contactId))) throw new PermanentActionError('WINDOW_CLOSED', CLOSED);
    return prepared;
  }

  /** Sends what was prepared, and says in the engine's words how it failed. */
  async send(content: MessageContent, { prepared, idempotencyKey, signal }: ExternalContext<PreparedMessage>): Promise<SentOutput> {
    const { messageId, phone } = prepared;
    const sent = await this.gateway.send({ phone, ...content }, { idempotencyKey, signal }).catch((error: unknown) => {
      throw translated(error);
    });
    return { messageId, status: 'SENT', ...sent };
  }

  /** Keeps with the message what became of it. */
  async settle(outcome: ExternalOutcome<SentOutput>, { work, stepId }: StepContext): Promise<void> {
    await this.conversations.settleOutbound(work, stepId, { provider: this.gateway.provider, ...reportOf(outcome) });
  }
}

const CLOSED = 'The contact has not written for 24 hours, so WhatsApp takes templates only: use send_whatsapp_template';

function reportOf(outcome: ExternalOutcome<SentOutput>) {
  switch (outcome.status) {
    case 'succeeded':
      return { status: 'SENT', providerMessageId: outcome.output.providerMessageId } as const;
    case 'failed':
      return { status: 'FAILED', error: outcome.error } as const;
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
