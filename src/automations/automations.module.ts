import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CrmModule } from '../crm/crm.module.js';
import { ActionsModule } from '../actions/actions.module.js';
import { ActionsCheck } from './check/actions-check.js';
import { SettingsCheck } from './check/settings-check.js';
import { AutomationAudit } from './audit/automation-audit.js';
import { AutomationAuditResolver } from './audit/automation-audit.resolver.js';
import { AutomationCheck } from './check/automation-check.js';
import { AutomationIndex } from './rules/automation-index.js';
import { AutomationRecentResolver } from './api/automation-recent.resolver.js';
import { AutomationReferences } from './store/automation-references.js';
import { AutomationStore } from './store/automation-store.js';
import { AutomationSwitch } from './editing/automation-switch.service.js';
import { AutomationsResolver } from './api/automations.resolver.js';
import { AutomationsService } from './editing/automations.service.js';
import { CatalogResolver } from './catalog/catalog.resolver.js';
import { DispatchMetrics } from './dispatch/dispatch-metrics.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { EventFeed } from './decisions/event-feed.js';
import { Intake } from './dispatch/intake.js';
import { EventRelay } from './dispatch/event-relay.js';
import { DecisionsResolver, EventsResolver } from './decisions/events.resolver.js';
import { PathResolver } from './path/path.resolver.js';
import { ReferenceCheck } from './check/reference-check.js';
import { SearchResolver } from './search/search.resolver.js';
import { AutomationAuditEntity } from './audit/automation-audit.entity.js';
import { AutomationEntity } from './store/automation.entity.js';
import { ListenerHistoryEntity } from './store/listener-history.entity.js';

/** Automations, and the dispatch from events to executions. */
@Module({
  imports: [
    TypeOrmModule.forFeature([AutomationEntity, AutomationAuditEntity, ListenerHistoryEntity]),
    CrmModule,
    ActionsModule,
  ],
  providers: [
    ActionsCheck,
    SettingsCheck,
    AutomationAudit,
    AutomationAuditResolver,
    AutomationCheck,
    AutomationIndex,
    AutomationRecentResolver,
    AutomationReferences,
    AutomationStore,
    AutomationSwitch,
    AutomationsResolver,
    AutomationsService,
    CatalogResolver,
    DecisionsResolver,
    Dispatcher,
    Intake,
    DispatchMetrics,
    EventFeed,
    EventRelay,
    EventsResolver,
    PathResolver,
    ReferenceCheck,
    SearchResolver,
  ],
  exports: [AutomationsService, EventRelay],
})
export class AutomationsModule {}
