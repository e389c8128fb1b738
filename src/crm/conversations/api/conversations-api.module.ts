import { Module } from '@nestjs/common';
import { AuthModule } from '../../../platform/auth/auth.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ConversationsModule } from '../conversations.module.js';
import { SendingModule } from '../sending/sending.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { ConversationsResolver } from './conversations.resolver.js';
import { MediaRoutes } from './media.routes.js';
import { MessagesResolver } from './messages.resolver.js';
import { WhatsappResolver } from './whatsapp.resolver.js';

@Module({
  imports: [AccountsModule, AuthModule, ConversationsModule, SendingModule, TemplatesModule],
  providers: [ConversationsResolver, MediaRoutes, MessagesResolver, WhatsappResolver],
})
export class ConversationsApiModule {}
