import { Module } from '@nestjs/common';
import { ConversationsModule } from '../conversations.module.js';
import { GatewayModule } from '../gateway/gateway.module.js';
import { PersonMessages } from './person-messages.service.js';

/** Messages written by persons. */
@Module({ imports: [ConversationsModule, GatewayModule], providers: [PersonMessages], exports: [PersonMessages] })
export class SendingModule {}
