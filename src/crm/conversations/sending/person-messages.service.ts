import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { checked } from '../../../kernel/checks/checks.js';
import { DomainError, IllegalStateError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/ids.js';
import { outside, type Origin } from '../../../platform/events/origin.js';
import { Pulse } from '../../../platform/pulse/pulse.service.js';
import { UnitOfWork } from '../../../platform/work/unit-of-work.js';
import type { Work } from '../../../platform/work/work.js';
import { ConversationsService, type OutboundReport } from '../conversations.service.js';
import { GatewayBusyError, GatewayRefusedError, GatewayUnreachableError } from '../gateway/gateway.errors.js';
import { MessageGateway, type OutboundMessage } from '../gateway/message-gateway.js';
import type { MessageRow } from '../message.entity.js';
import { personMessage, writtenOf, type PersonMessage } from './person-message.input.js';
import { ANY_LEFT, MESSAGE_BY_ID, TAKE_LEFT } from './person-messages.statements.js';

const MOST_AT_ONCE = 100;
const LONGEST_MS = 60_000;
const BATCH = 200;
const EVERY_SECONDS = 10;

/** Messages written by persons: stored as PENDING first, sent once after the commit by the same process. */
@Injectable()
export class PersonMessages implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(PersonMessages.name);
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly conversations: ConversationsService,
    private readonly gateway: MessageGateway,
    private readonly pulse: Pulse,
  ) {}

  onApplicationBootstrap(): void {
    this.pulse.begin({
      name: 'The sweep for messages that dead processes left',
      everySeconds: EVERY_SECONDS,
      isDue: ANY_LEFT,
      turn: () => this.sweep(),
    });
  }

  async onModuleDestroy(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  /**
   * Resolves with the message and its outcome. NOT_FOUND; INVALID_INPUT; RATE_LIMITED while this process sends too many;
   * ILLEGAL_STATE with OPTED_OUT, or with WINDOW_CLOSED for anything but a template more than 24 hours after the contact's last message.
   */
  async send(origin: Origin, input: PersonMessage): Promise<MessageRow> {
    const { contactId, ...given } = checked(personMessage, input);
    const { stored, content } = writtenOf(given as typeof given & { contactId: string });
    if (this.underWay.size >= MOST_AT_ONCE) throw new DomainError('RATE_LIMITED', TOO_MANY);

    // Stays empty if the change was made by an earlier request with the same Idempotency-Key: that one has sent it.
    let message: OutboundMessage | undefined;
    const { id } = await this.unitOfWork.run(origin, async (work) => {
      const prepared = await this.prepare(work, { messageId: newId(), contactId, ...stored });
      message = { phone: prepared.phone, ...content };
      return { id: prepared.messageId };
    });
    if (message) await this.deliver(origin, { id, message });
    const [sent] = await this.unitOfWork
      .reader(origin.workspaceId)
      .query<MessageRow>(MESSAGE_BY_ID, [origin.workspaceId, id]);
    return sent!;
  }

  /** Marks as UNKNOWN what processes left that died while sending; resolves with how many. */
  async sweep(): Promise<number> {
    let found = 0;
    for (;;) {
      const left = await this.unitOfWork.transaction(async (transaction) => {
        const rows = await transaction.query<{ workspaceId: string; id: string }>(TAKE_LEFT, [BATCH]);
        for (const { workspaceId, id } of rows) {
          const work = transaction.work(outside(workspaceId, { type: 'system', id: null }));
          await this.conversations.settleOutbound(work, id, unknown(LEFT_BEHIND));
        }
        return rows.length;
      });
      found += left;
      if (left < BATCH) return found;
    }
  }

  private async prepare(work: Work, message: Parameters<ConversationsService['prepareOutbound']>[1]) {
    const { optedOutAt, ...prepared } = await this.conversations.prepareOutbound(work, message);
    if (optedOutAt)
      throw new IllegalStateError('OPTED_OUT', `The contact opted out at ${optedOutAt.toISOString()}: nothing is sent`);
    if (message.kind !== 'TEMPLATE' && !(await this.conversations.windowOpenUntil(work, message.contactId)))
      throw new IllegalStateError('WINDOW_CLOSED', CLOSED);
    return prepared;
  }

  private async deliver(origin: Origin, sending: { id: string; message: OutboundMessage }): Promise<void> {
    const delivery = this.delivered(origin, sending).finally(() => this.underWay.delete(delivery));
    this.underWay.add(delivery);
    await delivery;
  }

  private async delivered(origin: Origin, { id, message }: { id: string; message: OutboundMessage }): Promise<void> {
    const report = await this.gateway
      .send(message, { workspaceId: origin.workspaceId, idempotencyKey: id, signal: AbortSignal.timeout(LONGEST_MS) })
      .then(
        ({ provider, providerMessageId }): OutboundReport => ({ status: 'SENT', provider, providerMessageId }),
        failureOf,
      );
    const { claim: _, ...settling } = origin;
    try {
      await this.unitOfWork.run(settling, (work) => this.conversations.settleOutbound(work, id, report));
    } catch (error) {
      this.log.error({ msg: 'The outcome of a message was not stored', messageId: id, err: error });
    }
  }
}

function failureOf(error: unknown): OutboundReport {
  const code = codeOf(error);
  const { message } = error as Error;
  return code ? { status: 'FAILED', error: { code, message } } : unknown(message);
}

const unknown = (message: string): OutboundReport => ({
  status: 'UNKNOWN',
  error: { code: 'UNKNOWN_OUTCOME', message },
});

/** Why a message certainly was not sent; undefined if it may have been. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof GatewayRefusedError) return error.code;
  if (error instanceof GatewayBusyError) return 'PROVIDER_BUSY';
  return error instanceof GatewayUnreachableError ? 'PROVIDER_UNREACHABLE' : undefined;
}

const TOO_MANY = `This process is already sending ${MOST_AT_ONCE} messages: try again in a moment`;
const CLOSED = 'The contact has not written for 24 hours, so WhatsApp takes templates only';
const LEFT_BEHIND = 'The process that was sending it died: it may have been sent';
