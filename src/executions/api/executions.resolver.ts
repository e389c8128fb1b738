import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { checkedFilter } from '../../kernel/checks/checks.js';
import { notFound } from '../../kernel/errors.js';
import { LIMITS } from '../../kernel/limits.js';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { EventNode } from '../../platform/events/event.graphql.js';
import { eventsByIds } from '../../platform/outbox/event-log.service.js';
import { PageArgs, pageQuery } from '../../platform/paging/connection.js';
import { ListOf } from '../../platform/query-limits/query-lists.js';
import { ExecutionControl } from './execution-control.service.js';
import { stepsToShow } from '../log/steps-to-show.js';
import type { ExecutionChange } from '../log/execution-change.js';
import { actionsOfDefinitions, ExecutionLog, namesOfDefinitions, recordedSteps } from '../log/execution-log.service.js';
import {
  AutomationReference,
  durationOf,
  ExecutionConnection,
  ExecutionFilterInput,
  ExecutionNode,
  ExecutionStepNode,
  type ExecutionParent,
} from './execution.graphql.js';
import type { Execution } from '../log/execution.js';
import { ExecutionAnnouncer } from '../feed/execution-announcer.js';

type FeedArgs = { automationId?: string | null; executionId?: string | null };

const toNode = (execution: Execution) => ({ ...execution, durationMs: durationOf(execution) });

const fits = ({ execution }: ExecutionChange, { automationId, executionId }: FeedArgs) =>
  (!automationId || execution.automationId === automationId) && (!executionId || execution.id === executionId);

/** The log of executions, and their control by users. */
@Resolver(() => ExecutionNode)
export class ExecutionsResolver {
  constructor(
    private readonly log: ExecutionLog,
    private readonly control: ExecutionControl,
    private readonly announcer: ExecutionAnnouncer,
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
    @Args('filter', { type: () => ExecutionFilterInput, nullable: true, description: 'Filters the list.' })
    filter: ExecutionFilterInput | null,
    @Args() page: PageArgs,
  ) {
    const { edges, pageInfo } = await this.log.page(asks.reader, checkedFilter(filter), pageQuery(page));
    return { edges: edges.map(({ cursor, node }) => ({ cursor, node: toNode(node) })), pageInfo };
  }

  @Allow('editor')
  @Mutation(() => ExecutionNode, {
    description:
      'Stops an execution before its next action; the remaining actions are SKIPPED. NOT_FOUND; CONFLICT if it has ended.',
  })
  async cancelExecution(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return toNode(await this.control.cancel(asks.origin, id));
  }

  @Allow('editor')
  @Mutation(() => ExecutionNode, {
    description:
      'Resumes a FAILED execution at its failed action. Succeeded actions are not repeated; an action that may already have been sent is sent again. NOT_FOUND; ILLEGAL_STATE.',
  })
  async retryExecution(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return toNode(await this.control.retry(asks.origin, id));
  }

  @Allow('viewer')
  @Subscription(() => ExecutionNode, {
    description:
      'Every change of executions, in the order of seq for each execution; the last change has a terminal status. Nothing is sent for an unknown execution or automation.',
    filter: (change: ExecutionChange, args: FeedArgs) => fits(change, args),
    resolve: ({ execution, steps }: ExecutionChange) => ({ ...toNode(execution), recorded: steps }),
  })
  executionUpdated(
    @Asks() asks: Requester,
    @Args('automationId', { type: () => ID, nullable: true, description: 'Only executions of this automation.' })
    _automationId?: string,
    @Args('executionId', { type: () => ID, nullable: true, description: 'Only this execution.' }) _executionId?: string,
  ) {
    return this.announcer.subscribe(asks.workspaceId);
  }

  @ResolveField(() => AutomationReference, {
    description: 'The automation, with its name in the version that runs.',
  })
  async automation(@Asks() asks: Requester, @Parent() execution: ExecutionParent) {
    return { id: execution.automationId, name: await asks.loaders.load(namesOfDefinitions, execution.definitionId) };
  }

  @ResolveField(() => EventNode, {
    nullable: true,
    description: 'The event that started it; null after its retention period.',
  })
  event(@Asks() asks: Requester, @Parent() execution: ExecutionParent) {
    return asks.loaders.load(eventsByIds, execution.eventId);
  }

  @ListOf(LIMITS.maxActions)
  @ResolveField(() => [ExecutionStepNode], { description: 'Its actions in order, including pending ones.' })
  async steps(@Asks() asks: Requester, @Parent() execution: ExecutionParent) {
    const recorded = execution.recorded ?? (await asks.loaders.load(recordedSteps, execution.id));
    const actions = await asks.loaders.load(actionsOfDefinitions, execution.definitionId);
    return stepsToShow(execution, actions, recorded).map((step) => ({ ...step, durationMs: durationOf(step) }));
  }
}
