import { Module } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { HttpModule } from '../../../platform/http/http.module.js';
import { TrustedHttp } from '../../../platform/http/trusted-http.js';
import { LocalOutboxGateway } from './local-outbox.gateway.js';
import { MessageGateway } from './message-gateway.js';
import { WhatsAppCloudGateway } from './whatsapp-cloud.gateway.js';

/** The configured implementation of the port. */
export function gatewayFor({ env }: Config, http: TrustedHttp): MessageGateway {
  const { WHATSAPP_BASE_URL: baseUrl, WHATSAPP_PHONE_NUMBER_ID: phoneNumberId, WHATSAPP_TOKEN: token } = env;
  return token && phoneNumberId
    ? new WhatsAppCloudGateway(http, { baseUrl, phoneNumberId, token })
    : new LocalOutboxGateway();
}

@Module({
  imports: [HttpModule],
  providers: [{ provide: MessageGateway, useFactory: gatewayFor, inject: [Config, TrustedHttp] }],
  exports: [MessageGateway],
})
export class GatewayModule {}
