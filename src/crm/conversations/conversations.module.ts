import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConversationEntity } from './conversation.entity.js';
import { ConversationsResolver } from './conversations.resolver.js';
import { ConversationsService } from './conversations.service.js';
import { InboundWebhooks } from './inbound/inbound-webhooks.service.js';
import { WhatsAppWebhookController } from './inbound/whatsapp-webhook.controller.js';
import { MessageEntity } from './message.entity.js';
import { MessagesResolver } from './messages.resolver.js';

@Module({
  imports: [TypeOrmModule.forFeature([ConversationEntity, MessageEntity])],
  controllers: [WhatsAppWebhookController],
  providers: [ConversationsService, ConversationsResolver, InboundWebhooks, MessagesResolver],
  exports: [ConversationsService],
})
export class ConversationsModule {}
