import { Module } from '@nestjs/common';
import { GatewayModule } from '../crm/conversations/gateway/gateway.module.js';
import { CrmModule } from '../crm/crm.module.js';
import { HttpModule } from '../platform/http/http.module.js';
import { ActionRegistry } from './action-registry.service.js';
import { ACTIONS } from './actions.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhookSecretsResolver } from './webhook-secrets.resolver.js';
import { WhatsAppSender } from './whatsapp-sender.service.js';

const LIBRARY = [...ACTIONS.values()].map(({ actionClass }) => actionClass);

/** The shelf of actions, and what they act through. */
@Module({
  imports: [CrmModule, GatewayModule, HttpModule],
  providers: [...LIBRARY, WhatsAppSender, WebhookSecrets, WebhookSecretsResolver, ActionRegistry],
  exports: [ActionRegistry],
})
export class ActionsModule {}
