import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { LIMITS } from '../../kernel/limits.js';
import { Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { ListOf, NestedPageArgs, nestedPage } from '../../platform/query-limits/query-lists.js';
import { Contact } from '../contacts/contact.graphql.js';
import { Tag } from './tag.graphql.js';
import { tagsOfContacts } from './tags.loaders.js';

/** Adds tags to a contact. */
@Resolver(() => Contact)
export class ContactTagsResolver {
  @ListOf(LIMITS.maxPageSize)
  @ResolveField(() => [Tag], { description: 'Its tags, by name.' })
  tags(@Asks() asks: Requester, @Parent() contact: Contact, @Args() page: NestedPageArgs) {
    return asks.loaders.loadPage(tagsOfContacts, contact.id, nestedPage(page));
  }
}
