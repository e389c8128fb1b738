import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Asks } from '../../platform/auth/allow.decorator.js';
import type { Requester } from '../../platform/auth/requester.js';
import { Contact } from '../contacts/contact.graphql.js';
import { contactsById } from '../contacts/contacts.loaders.js';
import { conversationsById } from './conversations.loaders.js';
import { Conversation, Message } from './message.graphql.js';

/** What a message is connected with. */
@Resolver(() => Message)
export class MessagesResolver {
  @ResolveField(() => Conversation, { description: 'The conversation it is part of.' })
  conversation(@Asks() asks: Requester, @Parent() message: Message) {
    return asks.loaders.load(conversationsById, message.conversationId);
  }

  @ResolveField(() => Contact, { description: 'Who wrote it, or to whom it was written.' })
  contact(@Asks() asks: Requester, @Parent() message: Message) {
    return asks.loaders.load(contactsById, message.contactId);
  }
}
