import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Asks } from '../../../platform/requester/allow.decorator.js';
import type { Requester } from '../../../platform/requester/requester.js';
import { Contact } from '../../contacts/contact.graphql.js';
import { contactsById } from '../../contacts/contacts.loaders.js';
import { conversationsById } from '../conversations.loaders.js';
import { mediaOf } from './message-media.js';
import type { MessageRow } from '../message.entity.js';
import { Conversation, Message, MessageMedia } from './message.graphql.js';

/** The objects that a message refers to. */
@Resolver(() => Message)
export class MessagesResolver {
  @ResolveField(() => Conversation, { description: 'The conversation it belongs to.' })
  conversation(@Asks() asks: Requester, @Parent() message: Message) {
    return asks.loaders.load(conversationsById, message.conversationId);
  }

  @ResolveField(() => MessageMedia, { nullable: true, description: 'Its file; null if it has none.' })
  media(@Parent() message: MessageRow) {
    return mediaOf(message);
  }

  @ResolveField(() => Contact, { description: 'The contact who sent or received it.' })
  contact(@Asks() asks: Requester, @Parent() message: Message) {
    return asks.loaders.load(contactsById, message.contactId);
  }
}
