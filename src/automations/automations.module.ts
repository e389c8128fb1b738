import { Module } from '@nestjs/common';
import { CrmModule } from '../crm/crm.module.js';
import { ActionsModule } from '../actions/actions.module.js';
import { ActionsCheck } from './actions-check.js';
import { AutomationAudit } from './automation-audit.js';
import { AutomationAuditResolver } from './automation-audit.resolver.js';
import { AutomationCheck } from './automation-check.js';
import { AutomationIndex } from './automation-index.js';
import { AutomationStore } from './automation-store.js';
import { AutomationsResolver } from './automations.resolver.js';
import { AutomationsService } from './automations.service.js';
import { CatalogResolver } from './catalog.resolver.js';
import { DispatchWatch } from './dispatch-watch.js';
import { Dispatcher } from './dispatcher.js';
import { EventRelay } from './event-relay.js';
import { DecisionsResolver, EventsResolver } from './events.resolver.js';
import { ReferenceCheck } from './reference-check.js';

/** What users configure, and the way from an event to its executions. */
@Module({
  imports: [CrmModule, ActionsModule],
  providers: [
    ActionsCheck, AutomationAudit, AutomationAuditResolver, AutomationCheck, AutomationIndex, AutomationStore, AutomationsResolver, AutomationsService, CatalogResolver,
    DecisionsResolver, Dispatcher, DispatchWatch, EventRelay, EventsResolver, ReferenceCheck,
  ],
  exports: [AutomationsService, EventRelay],
})
export class AutomationsModule {}
