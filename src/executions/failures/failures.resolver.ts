import { Args, Field, ID, Int, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { connectionOf, PageArgs } from '../../platform/paging/connection.js';
import { executionsByIds } from '../log/execution-log.service.js';
import { AutomationReference, durationOf, ExecutionNode } from '../api/execution.graphql.js';
import { FAILURE_DAYS, failuresPage, type Failure } from './failures.js';

@ObjectType('Failure', {
  description: `Executions that failed in the last ${FAILURE_DAYS} days with the same automation, action and error code.`,
})
class FailureNode {
  @Field(() => ID, { description: 'A stable id: the same automation, action and code always have the same id.' })
  id!: string;

  @Field(() => AutomationReference, {
    description: 'The automation, with its name in the version that failed last.',
  })
  automation!: AutomationReference;

  @Field(() => String, {
    nullable: true,
    description: 'The action at which they failed; null if none was reached or its version no longer exists.',
  })
  stepKey!: string | null;

  @Field({ description: 'The code of their error, such as HTTP_410.' })
  code!: string;

  @Field({ description: 'The reason of the last failure, in words.' })
  message!: string;

  @Field(() => Int, { description: 'How many are FAILED.' })
  count!: number;

  @Field(() => Date, { description: `When the first of them failed, within the last ${FAILURE_DAYS} days.` })
  firstAt!: Date;

  @Field(() => Date, { description: 'When the last of them failed.' })
  lastAt!: Date;
}

const FailureConnection = connectionOf(FailureNode);

/** Failed executions in groups. */
@Resolver(() => FailureNode)
export class FailuresResolver {
  @Allow('viewer')
  @Query(() => FailureConnection, {
    description: `Executions that failed in the last ${FAILURE_DAYS} days, grouped by automation, action and code; latest failure first. Executions that a retry completed are not counted.`,
  })
  failures(@Asks() asks: Requester, @Args() page: PageArgs) {
    return failuresPage(asks.reader, page);
  }

  @ResolveField(() => ExecutionNode, {
    nullable: true,
    description: 'The execution that failed last; null after its retention period.',
  })
  async execution(@Asks() asks: Requester, @Parent() { executionId }: Failure) {
    const execution = await asks.loaders.load(executionsByIds, executionId);
    return execution && { ...execution, durationMs: durationOf(execution) };
  }
}
