import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../../../platform/requester/allow.decorator.js';
import type { Requester } from '../../../platform/requester/requester.js';
import { UnitOfWork } from '../../../platform/work/unit-of-work.js';
import { PageArgs } from '../../../platform/paging/connection.js';
import { Contact } from '../../contacts/contact.graphql.js';
import { contactsById } from '../../contacts/contacts.loaders.js';
import { ConversationsService } from '../conversations.service.js';
import { PersonMessages } from '../sending/person-messages.service.js';
import { SendMessageInput } from './send-message.graphql.js';
import {
  Conversation,
  ConversationConnection,
  Message,
  MessageConnection,
  MessagesArgs,
  ReceiveMessageInput,
} from './message.graphql.js';

@Resolver(() => Conversation)
export class ConversationsResolver {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly unitOfWork: UnitOfWork,
    private readonly sending: PersonMessages,
  ) {}

  @Allow('viewer')
  @Query(() => ConversationConnection, { name: 'conversations', description: 'Conversations, newest first.' })
  list(@Asks() asks: Requester, @Args() page: PageArgs) {
    return this.conversations.page(asks.reader, page);
  }

  @Allow('viewer')
  @Query(() => MessageConnection, {
    description: "A contact's messages over all channels, latest first. NOT_FOUND for an unknown contact.",
  })
  messages(@Asks() asks: Requester, @Args() { contactId, ...page }: MessagesArgs) {
    return this.conversations.byContact(asks.reader, contactId, page);
  }

  @Allow('editor')
  @Mutation(() => Message, {
    description:
      'Receives a message from a contact; publishes whatsapp.message_received, and contact.created for an unknown number. INVALID_INPUT.',
  })
  receiveMessage(
    @Asks() asks: Requester,
    @Args('input', { description: 'The message and its sender.' }) input: ReceiveMessageInput,
  ) {
    return this.unitOfWork.run(asks.origin, (work) => this.conversations.receive(work, input));
  }

  @Allow('editor')
  @Mutation(() => Message, {
    description:
      'Sends a WhatsApp message once, and answers with its outcome: SENT, FAILED, or UNKNOWN if the provider gave no answer. Publishes whatsapp.message_sent or message.failed. NOT_FOUND, INVALID_INPUT, RATE_LIMITED; ILLEGAL_STATE with reason OPTED_OUT or WINDOW_CLOSED.',
  })
  sendMessage(
    @Asks() asks: Requester,
    @Args('input', { description: 'The contact and the message.' }) input: SendMessageInput,
  ) {
    return this.sending.send(asks.origin, input);
  }

  @ResolveField(() => Contact, { description: 'The contact.' })
  contact(@Asks() asks: Requester, @Parent() conversation: Conversation) {
    return asks.loaders.load(contactsById, conversation.contactId);
  }
}
