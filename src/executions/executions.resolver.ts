import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { checkedFilter } from '../crm/fields/checks.js';
import { notFound } from '../kernel/errors.js';
import { Allow, Asks } from '../platform/auth/allow.decorator.js';
import type { Requester } from '../platform/auth/requester.js';
import { EventNode } from '../platform/events/event.graphql.js';
import { eventsByIds } from '../platform/events/event-log.service.js';
import { PageArgs, pageQuery } from '../platform/graphql/connection.js';
import { ExecutionControl } from './execution-control.service.js';
import type { ExecutionChange } from './execution-feed.js';
import { actionsOfDefinitions, ExecutionLog, namesOfDefinitions, recordedSteps, stepsToShow } from './execution-log.service.js';
import {
  AutomationReference, durationOf, ExecutionConnection, ExecutionFilterInput, ExecutionNode, ExecutionStepNode, type ExecutionParent,
} from './execution.graphql.js';
import type { Execution } from './execution.js';
import { ExecutionWatch } from './execution-watch.js';

type FeedArgs = { automationId?: string | null; executionId?: string | null };

const toNode = (execution: Execution) => ({ ...execution, durationMs: durationOf(execution) });

const fits = ({ execution }: ExecutionChange, { automationId, executionId }: FeedArgs) =>
  (!automationId || execution.automationId === automationId) && (!executionId || execution.id === executionId);

/** The log of executions, and what a person may do to one. */
@Resolver(() => ExecutionNode)
export class ExecutionsResolver {
  constructor(
    private readonly log: ExecutionLog,
    private readonly control: ExecutionControl,
    private readonly watch: ExecutionWatch,
  ) {}

  @Allow('viewer')
  @Query(() => ExecutionNode, { name: 'execution', description: 'One execution. NOT_FOUND.' })
  async execution(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    const [execution] = await this.log.byIds(asks.reader, [id]);
    if (!execution) throw notFound('execution', id);
    return toNode(execution);
  }

  @Allow('viewer')
  @Query(() => ExecutionConnection, { name: 'executions', description: 'Executions, newest first.' })
  async executions(
    @Asks() asks: Requester,
    @Args('filter', { type: () => ExecutionFilterInput, nullable: true, description: 'Which ones.' }) filter: ExecutionFilterInput | null,
    @Args() page: PageArgs,
  ) {
    const { edges, pageInfo } = await this.log.page(asks.reader, checkedFilter(filter), pageQuery(page));
    return { edges: edges.map(({ cursor, node }) => ({ cursor, node: toNode(node) })), pageInfo };
  }

  @Allow('editor')
  @Mutation(() => ExecutionNode, { description: 'Stops an execution before its next action; the rest is SKIPPED. NOT_FOUND; CONFLICT for one that has ended.' })
  async cancelExecution(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return toNode(await this.control.cancel(asks.origin, id));
  }

  @Allow('editor')
  @Mutation(() => ExecutionNode, {
    description: 'Resumes a FAILED execution at its failed action; what succeeded is not done again, what may have been sent is sent again, knowingly. NOT_FOUND; ILLEGAL_STATE.',
  })
  async retryExecution(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return toNode(await this.control.retry(asks.origin, id));
  }

  @Allow('viewer')
  @Subscription(() => ExecutionNode, {
    description: 'Every change of executions, each one in the order of its seq, the last one terminal. Of an unknown execution or automation nothing is ever told.',
    filter: (change: ExecutionChange, args: FeedArgs) => fits(change, args),
    resolve: ({ execution, steps }: ExecutionChange) => ({ ...toNode(execution), recorded: steps }),
  })
  executionUpdated(
    @Asks() asks: Requester,
    @Args('automationId', { type: () => ID, nullable: true, description: 'Only of this automation.' }) _automationId?: string,
    @Args('executionId', { type: () => ID, nullable: true, description: 'Only this execution.' }) _executionId?: string,
  ) {
    return this.watch.subscribe(asks.workspaceId);
  }

  @ResolveField(() => AutomationReference, { description: 'The automation, as it was called in the version that runs.' })
  async automation(@Asks() asks: Requester, @Parent() execution: ExecutionParent) {
    return { id: execution.automationId, name: await asks.loaders.load(namesOfDefinitions, execution.definitionId) };
  }

  @ResolveField(() => EventNode, { nullable: true, description: 'The event that started it; null once it is past its retention.' })
  event(@Asks() asks: Requester, @Parent() execution: ExecutionParent) {
    return asks.loaders.load(eventsByIds, execution.eventId);
  }

  @ResolveField(() => [ExecutionStepNode], { description: 'Its actions in order, those still to come included.' })
  async steps(@Asks() asks: Requester, @Parent() execution: ExecutionParent) {
    const recorded = execution.recorded ?? (await asks.loaders.load(recordedSteps, execution.id));
    const actions = await asks.loaders.load(actionsOfDefinitions, execution.definitionId);
    return stepsToShow(execution, actions, recorded).map((step) => ({ ...step, durationMs: durationOf(step) }));
  }
}
