import { Args, ID, Parent, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { checkedFilter } from '../../kernel/checks/checks.js';
import { executionsByIds } from '../../executions/log/execution-log.service.js';
import { AutomationReference, durationOf, ExecutionNode } from '../../executions/api/execution.graphql.js';
import { LIMITS } from '../../kernel/limits.js';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { EventConnection, EventFilter, EventNode } from '../../platform/events/event.graphql.js';
import { EventLog } from '../../platform/outbox/event-log.service.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import { PageArgs, pageQuery } from '../../platform/paging/connection.js';
import { ListOf, nestedPage } from '../../platform/query-limits/query-lists.js';
import { DecisionNode, DecisionsArgs } from '../api/decision.graphql.js';
import { decisionsOfEvents } from './decisions-of-events.js';
import { EventFeed, type DecidedEvent, type ToldDecision } from './event-feed.js';

/** Events, and the decisions about them. */
@Resolver(() => EventNode)
export class EventsResolver {
  constructor(
    private readonly events: EventLog,
    private readonly feed: EventFeed,
  ) {}

  @Allow('viewer')
  @Query(() => EventNode, { name: 'event', description: 'One event. NOT_FOUND.' })
  event(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return this.events.byId(asks.reader, id);
  }

  @Allow('viewer')
  @Query(() => EventConnection, { name: 'events', description: 'Events, newest first.' })
  listEvents(
    @Asks() asks: Requester,
    @Args('filter', { type: () => EventFilter, nullable: true, description: 'Filters the list.' })
    filter: EventFilter | null,
    @Args() page: PageArgs,
  ) {
    return this.events.page(asks.reader, checkedFilter(filter), pageQuery(page));
  }

  @Allow('viewer')
  @Subscription(() => EventNode, {
    description:
      'Each event with its decisions, after the dispatch commits. An event that no automation listens to is ' +
      'sent without decisions as soon as it is committed. Events during a lost connection are not sent again: query ' +
      'events(filter: {from}).',
    filter: (event: DecidedEvent, { types }: { types?: string[] | null }) => !types || types.includes(event.type),
    resolve: (event: DecidedEvent) => event,
  })
  eventDecided(
    @Asks() asks: Requester,
    @Args('types', {
      type: () => [String],
      nullable: true,
      description: 'Only events of these types; all if omitted.',
    })
    _types?: string[] | null,
  ) {
    return this.feed.subscribe(asks.workspaceId);
  }

  @ListOf(LIMITS.maxPageSize)
  @ResolveField(() => [DecisionNode], {
    description:
      "Its decisions, one for each automation, LIVE or SHADOW, that listened to the event's type; empty until the event was dispatched.",
  })
  decisions(
    @Asks() asks: Requester,
    @Parent() event: StoredEvent & Partial<DecidedEvent>,
    @Args() args: DecisionsArgs,
  ) {
    const page = nestedPage(args);
    // A live event was loaded with its first page.
    return (
      (page.after === null && event.decided?.slice(0, page.first)) ||
      asks.loaders.loadPage(decisionsOfEvents, event.id, page)
    );
  }
}

/** The fields of a decision that are separate rows. */
@Resolver(() => DecisionNode)
export class DecisionsResolver {
  @ResolveField(() => AutomationReference, { description: 'The automation, with its name at that time.' })
  automation(@Parent() { automationId, name }: ToldDecision) {
    return { id: automationId, name };
  }

  @ResolveField(() => ExecutionNode, {
    nullable: true,
    description: 'The execution it started; null once it is past its retention.',
  })
  async execution(@Asks() asks: Requester, @Parent() { executionId, execution: known }: ToldDecision) {
    const execution = known ?? (executionId ? await asks.loaders.load(executionsByIds, executionId) : null);
    return execution && { ...execution, durationMs: durationOf(execution) };
  }
}
