import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { executionCounts, executionStats } from './execution-stats.js';
import { AutomationStatsArgs, AutomationStatsNode, ExecutionCountsNode } from './execution-stats.graphql.js';

/** Statistics of executions. */
@Resolver(() => AutomationStatsNode)
export class ExecutionStatsResolver {
  @Allow('viewer')
  @Query(() => AutomationStatsNode, {
    description:
      'Counts the executions of a period by their current status; each counts in the bucket in which it was queued. All 0 for an unknown automation. INVALID_INPUT for too many buckets.',
  })
  automationStats(@Asks() asks: Requester, @Args() query: AutomationStatsArgs) {
    return executionStats(asks.reader, query);
  }

  @Allow('viewer')
  @Query(() => ExecutionCountsNode, {
    name: 'executionCounts',
    description: 'The current numbers of executions in the workspace.',
  })
  counts(@Asks() asks: Requester) {
    return executionCounts(asks.reader);
  }
}
