import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { ForceArgs } from '../../platform/schema/force.args.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { PageArgs } from '../../platform/paging/connection.js';
import { CreateTagInput, Tag, TagConnection, TagEntityInput, UpdateTagInput } from './tag.graphql.js';
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
  @Mutation(() => Tag, {
    description: 'Creates a tag. CONFLICT if the workspace has a tag with this name, ignoring case.',
  })
  createTag(@Asks() asks: Requester, @Args('input', { description: 'The new tag.' }) input: CreateTagInput) {
    return this.unitOfWork.run(asks.origin, (work) => this.tags.create(work, input));
  }

  @Allow('editor')
  @Mutation(() => Tag, {
    description: 'Renames or recolors a tag; publishes tag.updated if it changed. NOT_FOUND, CONFLICT, INVALID_INPUT.',
  })
  updateTag(
    @Asks() asks: Requester,
    @Args('id', { type: () => ID, description: 'The tag.' }) id: string,
    @Args('input', { description: 'The fields to change.' }) input: UpdateTagInput,
  ) {
    return this.unitOfWork.run(asks.origin, (work) => this.tags.update(work, id, input));
  }

  @Allow('editor')
  @Mutation(() => Tag, {
    description:
      'Deletes a tag and removes it from every contact and order; publishes tag.deleted. CONFLICT naming the automations that use it. NOT_FOUND.',
  })
  deleteTag(@Asks() asks: Requester, @Args() { id, force }: ForceArgs) {
    return this.unitOfWork.run(asks.origin, (work) => this.tags.delete(work, id, { force: force ?? false }));
  }

  @Allow('editor')
  @Mutation(() => Tag, {
    description:
      'Assigns a tag to a contact or order; publishes tag.assigned unless it was already assigned. NOT_FOUND.',
  })
  assignTag(
    @Asks() asks: Requester,
    @Args('input', { description: 'The tag, and the contact or order.' }) input: TagEntityInput,
  ) {
    return this.unitOfWork.run(asks.origin, async (work) => (await this.tags.assign(work, input)).tag);
  }

  @Allow('editor')
  @Mutation(() => Tag, {
    description: 'Removes a tag from a contact or order; publishes tag.removed if it was assigned. NOT_FOUND.',
  })
  removeTag(
    @Asks() asks: Requester,
    @Args('input', { description: 'The tag, and the contact or order.' }) input: TagEntityInput,
  ) {
    return this.unitOfWork.run(asks.origin, async (work) => (await this.tags.remove(work, input)).tag);
  }
}
