import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../../platform/auth/allow.decorator.js';
import type { Requester } from '../../platform/auth/requester.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { PageArgs } from '../../platform/graphql/connection.js';
import { CreateTagInput, Tag, TagConnection, TagEntityInput } from './tag.graphql.js';
import { TagsService } from './tags.service.js';

@Resolver(() => Tag)
export class TagsResolver {
  constructor(
    private readonly tags: TagsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Allow('viewer')
  @Query(() => TagConnection, { name: 'tags', description: 'Tags, newest first.' })
  list(@Asks() asks: Requester, @Args() page: PageArgs) {
    return this.tags.page(asks.reader, page);
  }

  @Allow('editor')
  @Mutation(() => Tag, { description: 'Creates a tag. CONFLICT when the workspace has one of this name, whatever its case.' })
  createTag(@Asks() asks: Requester, @Args('input', { description: 'The new tag.' }) input: CreateTagInput) {
    return this.unitOfWork.run(asks.origin, (work) => this.tags.create(work, input));
  }

  @Allow('editor')
  @Mutation(() => Tag, { description: 'Puts a tag on a contact or order; publishes tag.assigned unless it is there already. NOT_FOUND.' })
  assignTag(@Asks() asks: Requester, @Args('input', { description: 'Which tag, on what.' }) input: TagEntityInput) {
    return this.unitOfWork.run(asks.origin, async (work) => (await this.tags.assign(work, input)).tag);
  }

  @Allow('editor')
  @Mutation(() => Tag, { description: 'Takes a tag off a contact or order; publishes tag.removed unless it is not there. NOT_FOUND.' })
  removeTag(@Asks() asks: Requester, @Args('input', { description: 'Which tag, off what.' }) input: TagEntityInput) {
    return this.unitOfWork.run(asks.origin, async (work) => (await this.tags.remove(work, input)).tag);
  }
}
