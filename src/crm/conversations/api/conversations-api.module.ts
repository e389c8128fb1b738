import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ConversationsModule } from '../conversations.module.js';
import { SendingModule } from '../sending/sending.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { ConversationsResolver } from './conversations.resolver.js';
import { MessagesResolver } from './messages.resolver.js';
import { WhatsappResolver } from './whatsapp.resolver.js';

@Module({
  imports: [AccountsModule, ConversationsModule, SendingModule, TemplatesModule],
  providers: [ConversationsResolver, MessagesResolver, WhatsappResolver],
})
export class ConversationsApiModule {}
