import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { MessageTemplates } from './message-templates.service.js';
import { MessageTemplatesResolver } from './message-templates.resolver.js';

/** The message templates of the provider. */
@Module({ imports: [AccountsModule], providers: [MessageTemplates, MessageTemplatesResolver] })
export class TemplatesModule {}
