import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../platform/auth/auth.module.js';
import { CrmModule } from '../crm/crm.module.js';
import { ActionsModule } from '../actions/actions.module.js';
import { ActionsCheck } from './check/actions-check.js';
import { SettingsCheck } from './check/settings-check.js';
import { AutomationAudit } from './audit/automation-audit.js';
import { AutomationAuditResolver } from './audit/automation-audit.resolver.js';
import { AutomationCheck } from './check/automation-check.js';
import { AutomationIndex } from './rules/automation-index.js';
import { AutomationRecentResolver } from './api/automation-recent.resolver.js';
import { AutomationReferences } from './editing/automation-references.js';
import { AutomationStore } from './store/automation-store.js';
import { AutomationSwitch } from './editing/automation-switch.service.js';
import { AutomationsResolver } from './api/automations.resolver.js';
import { AutomationsService } from './editing/automations.service.js';
import { ContentSecrets } from './editing/content-secrets.js';
import { CatalogResolver } from './catalog/catalog.resolver.js';
import { DispatchMetrics } from './dispatch/dispatch-metrics.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { EventFeed } from './decisions/event-feed.js';
import { Intake } from './dispatch/intake.js';
import { EventRelay } from './dispatch/event-relay.js';
import { DecisionsResolver, EventsResolver } from './decisions/events.resolver.js';
import { ManualStarts } from './starts/manual-starts.service.js';
import { StartAutomationResolver } from './starts/start-automation.resolver.js';
import { PathResolver } from './path/path.resolver.js';
import { CustomFieldsCheck } from './check/custom-fields-check.js';
import { ReferenceCheck } from './check/reference-check.js';
import { SearchResolver } from './search/search.resolver.js';
import { DraftStore } from './store/draft-store.js';
import { DraftsResolver } from './versions/drafts.resolver.js';
import { DraftsService } from './versions/drafts.service.js';
import { VersionsResolver } from './versions/versions.resolver.js';
import { AutomationHookEntity } from './addresses/automation-hook.entity.js';
import { HookAddresses } from './addresses/hook-addresses.js';
import { HookDeliveryEntity } from './inbound/hook-delivery.entity.js';
import { InboundHookRoutes } from './inbound/inbound-hooks.routes.js';
import { InboundHooks } from './inbound/inbound-hooks.service.js';
import { InboundUrlResolver } from './inbound/inbound-url.resolver.js';
import { AutomationScheduleEntity } from './schedules/automation-schedule.entity.js';
import { ScheduleSlotEntity } from './schedules/schedule-slot.entity.js';
import { Schedules } from './schedules/schedules.js';
import { SlotBatches } from './slots/slot-batches.js';
import { SlotSweep } from './slots/slot-sweep.service.js';
import { AutomationAuditEntity } from './audit/automation-audit.entity.js';
import { AutomationDraftEntity } from './store/automation-draft.entity.js';
import { AutomationEntity } from './store/automation.entity.js';
import { ListenerHistoryEntity } from './store/listener-history.entity.js';

/** Automations, and the dispatch from events to executions. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      AutomationEntity,
      AutomationAuditEntity,
      AutomationDraftEntity,
      AutomationHookEntity,
      AutomationScheduleEntity,
      ScheduleSlotEntity,
      HookDeliveryEntity,
      ListenerHistoryEntity,
    ]),
    AuthModule,
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
    ContentSecrets,
    CustomFieldsCheck,
    DecisionsResolver,
    Dispatcher,
    Intake,
    DispatchMetrics,
    DraftStore,
    DraftsResolver,
    DraftsService,
    EventFeed,
    EventRelay,
    EventsResolver,
    HookAddresses,
    InboundHookRoutes,
    InboundHooks,
    InboundUrlResolver,
    ManualStarts,
    Schedules,
    SlotBatches,
    SlotSweep,
    PathResolver,
    ReferenceCheck,
    SearchResolver,
    VersionsResolver,
    StartAutomationResolver,
  ],
  exports: [AutomationsService, EventRelay],
})
export class AutomationsModule {}
