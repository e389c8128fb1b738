import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { GatewayModule } from '../crm/conversations/gateway/gateway.module.js';
import { CrmModule } from '../crm/crm.module.js';
import { HttpModule } from '../platform/http/http.module.js';
import { ActionRegistry } from './action-registry.service.js';
import { ACTIONS } from './actions.js';
import { LateFailureSource } from './late-failure-source.js';
import { WebhookSecrets } from './webhook-secrets/webhook-secrets.js';
import { WebhookSecretsResolver } from './webhook-secrets/webhook-secrets.resolver.js';
import { WhatsAppSender } from './whatsapp-sender.service.js';
import { WebhookSecretEntity } from './webhook-secrets/webhook-secret.entity.js';

const LIBRARY = [...ACTIONS.values()].map(({ actionClass }) => actionClass);

/** The actions and the services they use. */
@Module({
  imports: [TypeOrmModule.forFeature([WebhookSecretEntity]), CrmModule, GatewayModule, HttpModule],
  providers: [
    ...LIBRARY,
    WhatsAppSender,
    WebhookSecrets,
    WebhookSecretsResolver,
    ActionRegistry,
    { provide: LateFailureSource, useExisting: WhatsAppSender },
  ],
  exports: [ActionRegistry, LateFailureSource],
})
export class ActionsModule {}
