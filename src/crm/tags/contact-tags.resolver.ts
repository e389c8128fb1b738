import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Asks } from '../../platform/auth/allow.decorator.js';
import type { Requester } from '../../platform/auth/requester.js';
import { Contact } from '../contacts/contact.graphql.js';
import { Tag } from './tag.graphql.js';
import { tagsOfContacts } from './tags.loaders.js';

/** What tags add to a contact. */
@Resolver(() => Contact)
export class ContactTagsResolver {
  @ResolveField(() => [Tag], { description: 'Its tags, by name.' })
  tags(@Asks() asks: Requester, @Parent() contact: Contact) {
    return asks.loaders.load(tagsOfContacts, contact.id);
  }
}
