import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConversationEntity } from './conversation.entity.js';
import { ConversationsResolver } from './conversations.resolver.js';
import { ConversationsService } from './conversations.service.js';
import { MessageEntity } from './message.entity.js';
import { MessagesResolver } from './messages.resolver.js';

@Module({
  imports: [TypeOrmModule.forFeature([ConversationEntity, MessageEntity])],
  providers: [ConversationsService, ConversationsResolver, MessagesResolver],
  exports: [ConversationsService],
})
export class ConversationsModule {}
