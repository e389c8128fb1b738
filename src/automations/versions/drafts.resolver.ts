import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DefinitionSecrets } from '../../executions/definition/definition-secrets.js';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { AutomationNode } from '../api/automation.graphql.js';
import { AutomationSwitch } from '../editing/automation-switch.service.js';
import type { Automation } from '../store/automation.js';
import { draftsOf } from '../store/draft-store.js';
import { AutomationDraftNode, DraftArgs, PublishArgs, RestoreVersionArgs, SaveDraftArgs } from './draft.graphql.js';
import { DraftsService } from './drafts.service.js';

/** Drafts of automations. */
@Resolver(() => AutomationNode)
export class DraftsResolver {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly drafts: DraftsService,
    private readonly automationSwitch: AutomationSwitch,
    private readonly secrets: DefinitionSecrets,
  ) {}

  @Allow('editor')
  @Mutation(() => AutomationNode, {
    description:
      'Saves changes in the draft of an automation, which may be unfinished; what is live stays. NOT_FOUND; CONFLICT; INVALID_INPUT if it could not be stored.',
  })
  saveAutomationDraft(@Asks() asks: Requester, @Args() { input, ...target }: SaveDraftArgs) {
    return this.unitOfWork.run(asks.origin, (work) => this.drafts.save(work, target, input));
  }

  @Allow('editor')
  @Mutation(() => AutomationNode, {
    description:
      'Makes the draft the next version and removes it. NOT_FOUND, also without a draft; CONFLICT; INVALID_INPUT with up to 50 mistakes and their paths.',
  })
  publishAutomation(@Asks() asks: Requester, @Args() { sleeping, ...target }: PublishArgs) {
    return this.automationSwitch.change(asks.origin, (work) => this.drafts.publish(work, target, sleeping));
  }

  @Allow('editor')
  @Mutation(() => AutomationNode, {
    description: 'Removes the draft; the audit keeps it. NOT_FOUND, also without a draft; CONFLICT.',
  })
  discardAutomationDraft(@Asks() asks: Requester, @Args() target: DraftArgs) {
    return this.unitOfWork.run(asks.origin, (work) => this.drafts.discard(work, target));
  }

  @Allow('editor')
  @Mutation(() => AutomationNode, {
    description:
      'Makes a draft of an earlier version, in place of the present draft. NOT_FOUND, also for a version past its retention; CONFLICT.',
  })
  restoreAutomationVersion(@Asks() asks: Requester, @Args() { version, ...target }: RestoreVersionArgs) {
    return this.unitOfWork.run(asks.origin, (work) => this.drafts.restore(work, target, version));
  }

  @ResolveField(() => AutomationDraftNode, {
    nullable: true,
    description: 'Its unpublished changes; null if there are none.',
  })
  async draft(@Asks() asks: Requester, @Parent() { id }: Automation) {
    const draft = await asks.loaders.load(draftsOf, id);
    return draft && { ...draft, ...this.secrets.shown(draft.body) };
  }
}
