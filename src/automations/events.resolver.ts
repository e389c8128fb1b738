import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { checkedFilter } from '../crm/fields/checks.js';
import { executionsByIds } from '../executions/execution-log.service.js';
import { AutomationReference, durationOf, ExecutionNode } from '../executions/execution.graphql.js';
import { Allow, Asks } from '../platform/auth/allow.decorator.js';
import type { Requester } from '../platform/auth/requester.js';
import { EventConnection, EventFilter, EventNode } from '../platform/events/event.graphql.js';
import { EventLog } from '../platform/events/event-log.service.js';
import type { StoredEvent } from '../platform/events/stored-event.js';
import { PageArgs, pageQuery } from '../platform/graphql/connection.js';
import { DecisionNode } from './automation.graphql.js';
import type { Decision } from './decision.js';
import { decisionsOfEvents } from './decisions-of-events.js';

/** What happened, and why automations did or did not start. */
@Resolver(() => EventNode)
export class EventsResolver {
  constructor(private readonly events: EventLog) {}

  @Allow('viewer')
  @Query(() => EventNode, { name: 'event', description: 'One event. NOT_FOUND.' })
  event(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return this.events.byId(asks.reader, id);
  }

  @Allow('viewer')
  @Query(() => EventConnection, { name: 'events', description: 'Events, newest first.' })
  listEvents(
    @Asks() asks: Requester,
    @Args('filter', { type: () => EventFilter, nullable: true, description: 'Which ones.' }) filter: EventFilter | null,
    @Args() page: PageArgs,
  ) {
    return this.events.page(asks.reader, checkedFilter(filter), pageQuery(page));
  }

  @ResolveField(() => [DecisionNode], { description: "One for each automation that was enabled and listened to the event's type; empty until it was dispatched." })
  decisions(@Asks() asks: Requester, @Parent() event: StoredEvent) {
    return asks.loaders.load(decisionsOfEvents, event.id);
  }
}

/** The fields of a decision that are rows of their own. */
@Resolver(() => DecisionNode)
export class DecisionsResolver {
  @ResolveField(() => AutomationReference, { description: 'The automation, by its name then.' })
  automation(@Parent() { automationId, name }: Decision) {
    return { id: automationId, name };
  }

  @ResolveField(() => ExecutionNode, { nullable: true, description: 'The execution it started; null once it is past its retention.' })
  async execution(@Asks() asks: Requester, @Parent() { executionId }: Decision) {
    const execution = executionId ? await asks.loaders.load(executionsByIds, executionId) : null;
    return execution && { ...execution, durationMs: durationOf(execution) };
  }
}
