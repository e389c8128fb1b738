import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { LIMITS } from '../../kernel/limits.js';
import { ListOf } from '../../platform/query-limits/query-lists.js';
import { checkedFilter } from '../../kernel/checks/checks.js';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { PageArgs, pageQuery } from '../../platform/paging/connection.js';
import { JsonScalar } from '../../platform/schema/scalars.js';
import { DefinitionSecrets } from '../../executions/definition/definition-secrets.js';
import type { Automation } from '../store/automation.js';
import { AutomationAction, AutomationConnection, AutomationNode, AutomationTrigger } from './automation.graphql.js';
import {
  AutomationFilterInput,
  CreateAutomationInput,
  DeleteAutomationArgs,
  SetAutomationEnabledArgs,
  SetAutomationModeArgs,
  UpdateAutomationArgs,
} from './automation-input.graphql.js';
import { AutomationStore } from '../store/automation-store.js';
import { AutomationSwitch } from '../editing/automation-switch.service.js';
import { AutomationsService } from '../editing/automations.service.js';

/** The API of automations. */
@Resolver(() => AutomationNode)
export class AutomationsResolver {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly automations: AutomationsService,
    private readonly automationSwitch: AutomationSwitch,
    private readonly store: AutomationStore,
    private readonly secrets: DefinitionSecrets,
  ) {}

  @Allow('viewer')
  @Query(() => AutomationNode, { name: 'automation', description: 'One automation. NOT_FOUND.' })
  automation(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return this.automations.byId(asks.reader, id);
  }

  @Allow('viewer')
  @Query(() => AutomationConnection, { name: 'automations', description: 'Automations, newest first.' })
  listAutomations(
    @Asks() asks: Requester,
    @Args('filter', { type: () => AutomationFilterInput, nullable: true, description: 'Filters the list.' })
    filter: AutomationFilterInput | null,
    @Args() page: PageArgs,
  ) {
    return this.store.page(asks.reader, checkedFilter(filter), pageQuery(page));
  }

  @Allow('viewer')
  @ListOf(LIMITS.maxAutomationsPerWorkspace)
  @Query(() => [String], { description: 'The names of the folders that automations are in, sorted.' })
  automationFolders(@Asks() asks: Requester) {
    return this.store.folders(asks.reader);
  }

  @Allow('editor')
  @Mutation(() => AutomationNode, {
    description:
      'Creates an automation. INVALID_INPUT with up to 50 mistakes and their paths; CONFLICT above 500 automations.',
  })
  createAutomation(@Asks() asks: Requester, @Args('input', { description: 'Its kind.' }) input: CreateAutomationInput) {
    return this.unitOfWork.run(asks.origin, (work) => this.automations.create(work, input));
  }

  @Allow('editor')
  @Mutation(() => AutomationNode, {
    description:
      'Edits and publishes at once: creates a new version if the content changes; unfinished executions keep theirs. Its draft stays. NOT_FOUND; CONFLICT; INVALID_INPUT.',
  })
  updateAutomation(@Asks() asks: Requester, @Args() { input, ...target }: UpdateAutomationArgs) {
    return this.automationSwitch.update(asks.origin, target, input);
  }

  @Allow('editor')
  @Mutation(() => AutomationNode, {
    description: 'Sets the mode of an automation to LIVE or OFF. NOT_FOUND; CONFLICT; INVALID_INPUT.',
  })
  setAutomationEnabled(@Asks() asks: Requester, @Args() { enabled, sleeping, ...target }: SetAutomationEnabledArgs) {
    return this.automationSwitch.setMode(asks.origin, target, { mode: enabled ? 'LIVE' : 'OFF', sleeping });
  }

  @Allow('editor')
  @Mutation(() => AutomationNode, {
    description: 'Sets what an automation does with events. NOT_FOUND; CONFLICT; INVALID_INPUT.',
  })
  setAutomationMode(@Asks() asks: Requester, @Args() { mode, sleeping, ...target }: SetAutomationModeArgs) {
    return this.automationSwitch.setMode(asks.origin, target, { mode, sleeping });
  }

  @Allow('editor')
  @Mutation(() => AutomationNode, {
    description:
      'Creates a disabled copy of an automation. NOT_FOUND; INVALID_INPUT if a referenced object no longer exists.',
  })
  duplicateAutomation(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Which one.' }) id: string) {
    return this.unitOfWork.run(asks.origin, (work) => this.automations.duplicate(work, id));
  }

  @Allow('editor')
  @Mutation(() => AutomationNode, {
    description: 'Deletes an automation and its draft; its history remains. NOT_FOUND; CONFLICT.',
  })
  deleteAutomation(@Asks() asks: Requester, @Args() { sleeping, ...target }: DeleteAutomationArgs) {
    return this.automationSwitch.delete(asks.origin, target, sleeping);
  }

  @ResolveField(() => AutomationTrigger, { description: 'What starts it.' })
  trigger(@Parent() { body }: Automation) {
    return this.secrets.maskTrigger(body.trigger);
  }

  @ResolveField(() => JsonScalar, { nullable: true, description: 'What must be true of the facts; null for always.' })
  conditions(@Parent() { body }: Automation) {
    return body.conditions;
  }

  @ResolveField(() => [AutomationAction], { description: 'Its actions, performed in this order.' })
  actions(@Parent() { body }: Automation) {
    return this.secrets.mask(body.actions);
  }

  @ResolveField(() => JsonScalar, { nullable: true, description: 'How its executions begin, continue and write.' })
  settings(@Parent() { body }: Automation) {
    return body.settings ?? null;
  }
}
