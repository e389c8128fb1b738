import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { PageArgs } from '../../platform/paging/connection.js';
import { ListOf } from '../../platform/query-limits/query-lists.js';
import { CreatePipelineInput, Pipeline, PipelineConnection, Stage } from './pipeline.graphql.js';
import { stagesOfPipelines } from './pipelines.loaders.js';
import { MAX_STAGES, PipelinesService } from './pipelines.service.js';

@Resolver(() => Pipeline)
export class PipelinesResolver {
  constructor(
    private readonly pipelines: PipelinesService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Allow('viewer')
  @Query(() => Pipeline, { description: 'One pipeline. NOT_FOUND.' })
  pipeline(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return this.pipelines.byId(asks.reader, id);
  }

  @Allow('viewer')
  @Query(() => PipelineConnection, { name: 'pipelines', description: 'Pipelines, newest first.' })
  list(@Asks() asks: Requester, @Args() page: PageArgs) {
    return this.pipelines.page(asks.reader, page);
  }

  @Allow('editor')
  @Mutation(() => Pipeline, { description: 'Creates a pipeline with its stages. INVALID_INPUT.' })
  createPipeline(
    @Asks() asks: Requester,
    @Args('input', { description: 'The new pipeline.' }) input: CreatePipelineInput,
  ) {
    return this.unitOfWork.run(asks.origin, (work) => this.pipelines.create(work, input));
  }

  @ListOf(MAX_STAGES)
  @ResolveField(() => [Stage], { description: 'Its stages in order, at least one.' })
  stages(@Asks() asks: Requester, @Parent() pipeline: Pipeline) {
    return asks.loaders.load(stagesOfPipelines, pipeline.id);
  }
}
