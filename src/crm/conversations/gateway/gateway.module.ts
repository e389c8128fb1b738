import { Module } from '@nestjs/common';
import { HttpModule } from '../../../platform/http/http.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AccountGateway } from './account.gateway.js';
import { MessageGateway } from './message-gateway.js';

/** The port through which messages leave. */
@Module({
  imports: [AccountsModule, HttpModule],
  providers: [{ provide: MessageGateway, useClass: AccountGateway }],
  exports: [MessageGateway],
})
export class GatewayModule {}
