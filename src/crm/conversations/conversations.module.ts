import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactsModule } from '../contacts/contacts.module.js';
import { ConversationEntity } from './conversation.entity.js';
import { ConversationsService } from './conversations.service.js';
import { MessageEntity } from './message.entity.js';

@Module({
  imports: [ContactsModule, TypeOrmModule.forFeature([ConversationEntity, MessageEntity])],
  providers: [ConversationsService],
  exports: [ConversationsService],
})
export class ConversationsModule {}
