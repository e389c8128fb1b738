import { MessageGateway, type OutboundMessage, type SendOptions, type SentMessage } from './message-gateway.js';

/** Accepts every message and sends none: the stored messages are the outbox. For development and demos. */
export class LocalOutboxGateway extends MessageGateway {
  async send(_message: OutboundMessage, { idempotencyKey }: SendOptions): Promise<SentMessage> {
    return { provider: 'local', providerMessageId: `local.${idempotencyKey}` };
  }
}
