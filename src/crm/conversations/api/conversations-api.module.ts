import { Module } from '@nestjs/common';
import { ConversationsModule } from '../conversations.module.js';
import { SendingModule } from '../sending/sending.module.js';
import { ConversationsResolver } from './conversations.resolver.js';
import { MessagesResolver } from './messages.resolver.js';

@Module({ imports: [ConversationsModule, SendingModule], providers: [ConversationsResolver, MessagesResolver] })
export class ConversationsApiModule {}
