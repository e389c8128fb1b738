import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../../platform/auth/allow.decorator.js';
import type { Requester } from '../../platform/auth/requester.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { PageArgs } from '../../platform/graphql/connection.js';
import { Contact } from '../contacts/contact.graphql.js';
import { contactsById } from '../contacts/contacts.loaders.js';
import { ConversationsService } from './conversations.service.js';
import { Conversation, ConversationConnection, Message, MessageConnection, MessagesArgs, ReceiveMessageInput } from './message.graphql.js';

@Resolver(() => Conversation)
export class ConversationsResolver {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Allow('viewer')
  @Query(() => ConversationConnection, { name: 'conversations', description: 'Conversations, newest first.' })
  list(@Asks() asks: Requester, @Args() page: PageArgs) {
    return this.conversations.page(asks.reader, page);
  }

  @Allow('viewer')
  @Query(() => MessageConnection, { description: "A contact's messages over all channels, newest first. NOT_FOUND for an unknown contact." })
  messages(@Asks() asks: Requester, @Args() { contactId, ...page }: MessagesArgs) {
    return this.conversations.byContact(asks.reader, contactId, page);
  }

  @Allow('editor')
  @Mutation(() => Message, {
    description: 'Hands in what a contact wrote; publishes whatsapp.message_received, and contact.created for a number nobody has. INVALID_INPUT.',
  })
  receiveMessage(@Asks() asks: Requester, @Args('input', { description: 'What was written, and by whom.' }) input: ReceiveMessageInput) {
    return this.unitOfWork.run(asks.origin, (work) => this.conversations.receive(work, input));
  }

  @ResolveField(() => Contact, { description: 'With whom.' })
  contact(@Asks() asks: Requester, @Parent() conversation: Conversation) {
    return asks.loaders.load(contactsById, conversation.contactId);
  }
}
