import { WhatsAppSender } from '../../src/actions/whatsapp-sender.service.js';
import type { ConversationsService, OutboundReport } from '../../src/crm/conversations/conversations.service.js';
import {
  MessageGateway,
  type OutboundMessage,
  type SendOptions,
} from '../../src/crm/conversations/gateway/message-gateway.js';

const PHONE = '+5511999990000';

/** Conversations and a gateway in memory, for tests of senders. */
export class FakeWhatsApp extends MessageGateway {
  readonly prepared: unknown[] = [];
  readonly sent: (OutboundMessage & SendOptions)[] = [];
  readonly settled: (OutboundReport & { messageId: string })[] = [];
  windowOpen = true;
  /** Thrown by the next sends. */
  failure: Error | undefined;

  readonly sender = new WhatsAppSender(
    {
      windowOpenUntil: async () => (this.windowOpen ? new Date() : null),
      prepareOutbound: async (_: unknown, message: { messageId: string }) => {
        this.prepared.push(message);
        return { messageId: message.messageId, phone: PHONE };
      },
      settleOutbound: async (_: unknown, messageId: string, report: OutboundReport) =>
        this.settled.push({ messageId, ...report }) > 0,
    } as unknown as ConversationsService,
    this,
  );

  async send(message: OutboundMessage, options: SendOptions) {
    if (this.failure) throw this.failure;
    this.sent.push({ ...message, ...options });
    return { provider: 'local', providerMessageId: `local.${options.idempotencyKey}` } as const;
  }
}
