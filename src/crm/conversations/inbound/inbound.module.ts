import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../../../platform/auth/auth.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ConversationsModule } from '../conversations.module.js';
import { InboundWebhookEntity } from './inbound-webhook.entity.js';
import { InboundWebhooks } from './inbound-webhooks.service.js';
import { WhatsAppWebhookRoutes } from './whatsapp-webhook.routes.js';

/** What the provider sends us: messages of contacts, and what became of ours. */
@Module({
  imports: [TypeOrmModule.forFeature([InboundWebhookEntity]), AuthModule, AccountsModule, ConversationsModule],
  providers: [InboundWebhooks, WhatsAppWebhookRoutes],
})
export class InboundModule {}
