import { Logger, type OnModuleInit } from '@nestjs/common';
import { MessageGateway, type OutboundMessage, type SendOptions, type SentMessage } from './message-gateway.js';

/** Accepts every message and sends none: the stored messages are the outbox. For development and demos. */
export class LocalOutboxGateway extends MessageGateway implements OnModuleInit {
  readonly provider = 'local';

  onModuleInit(): void {
    new Logger(LocalOutboxGateway.name).warn(
      'WHATSAPP_TOKEN is not set: messages are stored as sent but not transmitted',
    );
  }

  async send(_message: OutboundMessage, { idempotencyKey }: SendOptions): Promise<SentMessage> {
    return { provider: this.provider, providerMessageId: `local.${idempotencyKey}` };
  }
}
