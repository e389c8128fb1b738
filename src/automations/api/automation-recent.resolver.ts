import { Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { StatsBucketNode } from '../../executions/stats/execution-stats.graphql.js';
import { RECENT_DAYS, recentStartsOf } from '../../executions/stats/recent-starts.js';
import { Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import type { Automation } from '../store/automation.js';
import { AutomationNode } from './automation.graphql.js';
import { ListOf } from '../../platform/query-limits/query-lists.js';

@ObjectType('AutomationRecent', {
  description: `The executions of an automation in the last ${RECENT_DAYS} days (UTC), including today.`,
})
class AutomationRecentNode {
  @Field(() => Int, { description: 'Executions queued in these days.' })
  started!: number;

  @Field(() => Int, { description: 'How many of these are FAILED.' })
  failed!: number;

  @ListOf(RECENT_DAYS)
  @Field(() => [StatsBucketNode], { description: `One for each of the ${RECENT_DAYS} days, oldest first.` })
  buckets!: StatsBucketNode[];
}

/** Adds recent executions to an automation. */
@Resolver(() => AutomationNode)
export class AutomationRecentResolver {
  @ResolveField(() => AutomationRecentNode, { description: 'Its recent executions, for a sparkline.' })
  recent(@Asks() asks: Requester, @Parent() { id }: Automation) {
    return asks.loaders.load(recentStartsOf, id);
  }
}
