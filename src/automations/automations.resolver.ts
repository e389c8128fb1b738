import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { checkedFilter } from '../crm/fields/checks.js';
import { Allow, Asks } from '../platform/auth/allow.decorator.js';
import type { Requester } from '../platform/auth/requester.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { PageArgs, pageQuery } from '../platform/graphql/connection.js';
import { JsonScalar } from '../platform/graphql/scalars.js';
import { DefinitionSecrets } from '../executions/definition-secrets.js';
import type { Automation } from './automation.js';
import {
  AutomationAction, AutomationConnection, AutomationFilterInput, AutomationNode, AutomationTrigger, CreateAutomationInput, UpdateAutomationInput,
} from './automation.graphql.js';
import { AutomationStore } from './automation-store.js';
import { AutomationsService } from './automations.service.js';

/** What users configure. */
@Resolver(() => AutomationNode)
export class AutomationsResolver {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly automations: AutomationsService,
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
    @Args('filter', { type: () => AutomationFilterInput, nullable: true, description: 'Which ones.' }) filter: AutomationFilterInput | null,
    @Args() page: PageArgs,
  ) {
    return this.store.page(asks.reader, checkedFilter(filter), pageQuery(page));
  }

  @Allow('editor')
  @Mutation(() => AutomationNode, { description: 'Creates an automation. INVALID_INPUT with every mistake and its path; CONFLICT over 500.' })
  createAutomation(@Asks() asks: Requester, @Args('input', { description: 'What it is.' }) input: CreateAutomationInput) {
    return this.unitOfWork.run(asks.origin, (work) => this.automations.create(work, input));
  }

  @Allow('editor')
  @Mutation(() => AutomationNode, { description: 'Makes a new version; executions under way keep theirs. NOT_FOUND; INVALID_INPUT.' })
  updateAutomation(
    @Asks() asks: Requester,
    @Args('id', { type: () => ID, description: 'Which one.' }) id: string,
    @Args('input', { description: 'What to change.' }) input: UpdateAutomationInput,
  ) {
    return this.unitOfWork.run(asks.origin, (work) => this.automations.update(work, id, input));
  }

  @Allow('editor')
  @Mutation(() => AutomationNode, { description: 'Enables or disables; disabled, its executions stop before their next action. NOT_FOUND.' })
  setAutomationEnabled(
    @Asks() asks: Requester,
    @Args('id', { type: () => ID, description: 'Which one.' }) id: string,
    @Args('enabled', { description: 'Whether it may act.' }) enabled: boolean,
  ) {
    return this.unitOfWork.run(asks.origin, (work) => this.automations.setEnabled(work, id, enabled));
  }

  @Allow('editor')
  @Mutation(() => AutomationNode, { description: 'A disabled copy. NOT_FOUND; INVALID_INPUT when what it refers to is gone.' })
  duplicateAutomation(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Which one.' }) id: string) {
    return this.unitOfWork.run(asks.origin, (work) => this.automations.duplicate(work, id));
  }

  @Allow('editor')
  @Mutation(() => AutomationNode, { description: 'Deletes it; its executions stop before their next action, its history stays. NOT_FOUND.' })
  deleteAutomation(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Which one.' }) id: string) {
    return this.unitOfWork.run(asks.origin, (work) => this.automations.delete(work, id));
  }

  @ResolveField(() => AutomationTrigger, { description: 'When it starts.' })
  trigger(@Parent() { body }: Automation) {
    return body.trigger;
  }

  @ResolveField(() => JsonScalar, { nullable: true, description: 'What must be true of the facts; null for always.' })
  conditions(@Parent() { body }: Automation) {
    return body.conditions;
  }

  @ResolveField(() => [AutomationAction], { description: 'What it does, one after another.' })
  actions(@Parent() { body }: Automation) {
    return this.secrets.mask(body.actions);
  }
}
