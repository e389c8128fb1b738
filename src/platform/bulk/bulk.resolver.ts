import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Actor } from '../events/actor.graphql.js';
import { PageArgs } from '../paging/connection.js';
import { ListOf } from '../query-limits/query-lists.js';
import { Allow, Asks } from '../requester/allow.decorator.js';
import type { Requester } from '../requester/requester.js';
import { UnitOfWork } from '../work/unit-of-work.js';
import { MOST_SAMPLED } from './bulk-kind.js';
import { BulkLabels, type ResultOf } from './bulk-labels.service.js';
import type { BulkOperationRow } from './bulk-operation.entity.js';
import { BulkOperations } from './bulk-operations.service.js';
import {
  BulkOperation,
  BulkOperationConnection,
  BulkPart,
  BulkResult,
  BulkResultConnection,
  BulkResultsArgs,
} from './bulk.graphql.js';

@Resolver(() => BulkOperation)
export class BulkOperationsResolver {
  constructor(
    private readonly operations: BulkOperations,
    private readonly labels: BulkLabels,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Allow('viewer')
  @Query(() => BulkOperation, { description: 'One bulk operation. NOT_FOUND.' })
  bulkOperation(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return this.operations.byId(asks.reader, id);
  }

  @Allow('viewer')
  @Query(() => BulkOperationConnection, {
    description: 'Bulk operations, newest first; kept for 30 days after their end.',
  })
  bulkOperations(@Asks() asks: Requester, @Args() page: PageArgs) {
    return this.operations.page(asks.reader, page);
  }

  @Allow('editor')
  @Mutation(() => BulkOperation, {
    description:
      'Aborts a bulk operation after its current batch; what is done stays. NOT_FOUND; CONFLICT if it has ended.',
  })
  abortBulkOperation(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return this.unitOfWork.run(asks.origin, (work) => this.operations.abort(work, id));
  }

  @ResolveField(() => Actor, { description: 'Who began it.' })
  actor(@Parent() { actorType, actorId, actorName }: BulkOperationRow): Actor {
    return { type: actorType, id: actorId, name: actorName };
  }

  @ListOf(MOST_SAMPLED)
  @ResolveField(() => [BulkPart], { description: 'Its first parts, at most 10.' })
  sample(@Asks() asks: Requester, @Parent() operation: BulkOperationRow): Promise<BulkPart[]> {
    return this.labels.sample(asks, operation);
  }

  @ResolveField(() => BulkResultConnection, {
    description: 'What became of its parts, in their order; of a dry run, the first 100 mistakes.',
  })
  results(@Asks() asks: Requester, @Parent() operation: BulkOperationRow, @Args() args: BulkResultsArgs) {
    return this.labels.results(asks, operation, args);
  }
}

/** The fields of a result that are read elsewhere. */
@Resolver(() => BulkResult)
export class BulkResultsResolver {
  constructor(private readonly labels: BulkLabels) {}

  @ResolveField(() => String, { description: 'The name of what it is about, or "Row" and its position.' })
  label(@Asks() asks: Requester, @Parent() result: ResultOf) {
    return this.labels.of(asks, result);
  }
}
