import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf, PageArgs } from '../../platform/graphql/connection.js';
import type { MessageStatus } from './message-status.js';
import type { MessageDirection, MessageKind } from './message.entity.js';

/** Who wrote a message. */
export const MessageDirectionEnum = { INBOUND: 'INBOUND', OUTBOUND: 'OUTBOUND' } as const;

registerEnumType(MessageDirectionEnum, {
  name: 'MessageDirection',
  description: 'Who wrote a message.',
  valuesMap: { INBOUND: { description: 'The contact.' }, OUTBOUND: { description: 'The workspace.' } },
});

/** What a message is. */
export const MessageKindEnum = { TEXT: 'TEXT', TEMPLATE: 'TEMPLATE', MEDIA: 'MEDIA', OTHER: 'OTHER' } as const;

registerEnumType(MessageKindEnum, {
  name: 'MessageKind',
  description: 'What a message is.',
  valuesMap: {
    TEXT: { description: 'Plain text.' },
    TEMPLATE: { description: 'A template the provider approved.' },
    MEDIA: { description: 'An image, a document, audio or video.' },
    OTHER: { description: 'Anything else a channel hands in, such as a location.' },
  },
});

/** How far a message has come. */
export const MessageStatusEnum = {
  RECEIVED: 'RECEIVED',
  PENDING: 'PENDING',
  SENT: 'SENT',
  DELIVERED: 'DELIVERED',
  READ: 'READ',
  FAILED: 'FAILED',
  UNKNOWN: 'UNKNOWN',
} as const;

registerEnumType(MessageStatusEnum, {
  name: 'MessageStatus',
  description: 'How far a message has come; it never goes back.',
  valuesMap: {
    RECEIVED: { description: 'Inbound, and here.' },
    PENDING: { description: 'About to be sent.' },
    SENT: { description: 'The provider took it.' },
    DELIVERED: { description: "It is on the contact's device." },
    READ: { description: 'The contact opened it.' },
    FAILED: { description: 'It did not go out.' },
    UNKNOWN: { description: 'It left and no answer came; it is not sent again by itself.' },
  },
});

@ObjectType({ description: 'What is said with a contact over one channel.' })
export class Conversation {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field(() => String, { description: 'The channel: whatsapp.' })
  channel!: string;

  @Field(() => Date, { nullable: true, description: 'When the contact last wrote; free text may be sent for 24 hours after.' })
  lastInboundAt!: Date | null;

  @Field(() => Date, { description: 'When it began.' })
  createdAt!: Date;

  contactId!: string;
}

@ObjectType({ description: 'One thing said, by either side.' })
export class Message {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field(() => MessageDirectionEnum, { description: 'Who wrote it.' })
  direction!: MessageDirection;

  @Field(() => MessageKindEnum, { description: 'What it is.' })
  kind!: MessageKind;

  @Field(() => String, { nullable: true, description: 'Its text, or the caption of its media.' })
  text!: string | null;

  @Field(() => MessageStatusEnum, { description: 'How far it has come.' })
  status!: MessageStatus;

  @Field(() => String, { nullable: true, description: "The provider's id of it, unique in the workspace." })
  providerMessageId!: string | null;

  @Field(() => String, { nullable: true, description: 'What sent it: local (stored as sent, nothing left) or whatsapp_cloud; null for inbound ones.' })
  provider!: string | null;

  @Field(() => Date, { description: 'When it was received or written.' })
  createdAt!: Date;

  conversationId!: string;
  contactId!: string;
}

@InputType({ description: 'An inbound message from any channel adapter.' })
export class ReceiveMessageInput {
  @Field(() => String, { description: 'Phone number of 7 to 15 digits of the one who wrote, however written; a contact is made when none has it.' })
  phone!: string;

  @Field(() => String, { description: 'What was written, 1 to 4096 characters.' })
  text!: string;

  @Field(() => String, { nullable: true, description: 'Name for a contact made now, at most 200 characters; the phone number when not given.' })
  contactName?: string | null;

  @Field(() => String, { nullable: true, description: "The provider's id of the message, at most 512 characters; the same one again changes nothing and returns the first message." })
  providerMessageId?: string | null;
}

/** A page of messages. */
export const MessageConnection = connectionOf(Message);

/** A page of conversations. */
export const ConversationConnection = connectionOf(Conversation);

@ArgsType()
export class MessagesArgs extends PageArgs {
  @Field(() => ID, { description: 'Whose messages; NOT_FOUND when there is no such contact.' })
  contactId!: string;
}
