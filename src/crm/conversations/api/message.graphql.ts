import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf, PageArgs } from '../../../platform/paging/connection.js';
import type { MessageStatus } from '../message-status.js';
import type { MessageDirection, MessageKind } from '../message.entity.js';

/** Who sent a message. */
const MessageDirectionEnum = { INBOUND: 'INBOUND', OUTBOUND: 'OUTBOUND' } as const;

registerEnumType(MessageDirectionEnum, {
  name: 'MessageDirection',
  description: 'Who sent a message.',
  valuesMap: { INBOUND: { description: 'The contact.' }, OUTBOUND: { description: 'The workspace.' } },
});

/** The kind of a message. */
const MessageKindEnum = { TEXT: 'TEXT', TEMPLATE: 'TEMPLATE', MEDIA: 'MEDIA', OTHER: 'OTHER' } as const;

registerEnumType(MessageKindEnum, {
  name: 'MessageKind',
  description: 'The kind of a message.',
  valuesMap: {
    TEXT: { description: 'Plain text.' },
    TEMPLATE: { description: 'A template approved by the provider.' },
    MEDIA: { description: 'An image, a document, audio or video.' },
    OTHER: { description: 'Anything else that a channel delivers, such as a location.' },
  },
});

/** The status of a message. */
const MessageStatusEnum = {
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
  description: 'The status of a message; it never goes back to an earlier one.',
  valuesMap: {
    RECEIVED: { description: 'An inbound message that was received.' },
    PENDING: { description: 'It is about to be sent.' },
    SENT: { description: 'The provider accepted it.' },
    DELIVERED: { description: "It reached the contact's device." },
    READ: { description: 'The contact opened it.' },
    FAILED: { description: 'It was not sent or not delivered.' },
    UNKNOWN: { description: 'It was sent but no answer arrived; it is not sent again automatically.' },
  },
});

@ObjectType({ description: 'The messages exchanged with a contact over one channel.' })
export class Conversation {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field(() => String, { description: 'The channel: whatsapp.' })
  channel!: string;

  @Field(() => Date, {
    nullable: true,
    description: 'When the contact last wrote, according to the provider; free text may be sent until 24 hours later.',
  })
  lastInboundAt!: Date | null;

  @Field(() => Date, { description: 'When it was created.' })
  createdAt!: Date;

  contactId!: string;
}

@ObjectType({ description: 'The file of a message.' })
export class MessageMedia {
  @Field({ description: 'image, video, audio, document, sticker or voice.' })
  kind!: string;

  @Field(() => String, { nullable: true, description: 'Its URL, if it has one.' })
  url!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The provider's id; with one, GET /media/<message id> answers with the file. Null for an outbound message.",
  })
  providerMediaId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its media type, such as image/jpeg; null if unknown.',
  })
  mimeType!: string | null;

  @Field(() => String, { nullable: true, description: 'The file name.' })
  filename!: string | null;

  @Field(() => String, { nullable: true, description: 'The caption.' })
  caption!: string | null;
}

@ObjectType({ description: 'Why a message was not sent or not delivered.' })
export class MessageFailure {
  @Field({ description: 'A machine-readable code, such as WHATSAPP_131026.' })
  code!: string;

  @Field({ description: 'The reason in words.' })
  message!: string;
}

@ObjectType({ description: 'A message to or from a contact.' })
export class Message {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field(() => MessageDirectionEnum, { description: 'Who sent it.' })
  direction!: MessageDirection;

  @Field(() => MessageKindEnum, { description: 'Its kind.' })
  kind!: MessageKind;

  @Field(() => String, { nullable: true, description: 'Its text, or the caption of its media.' })
  text!: string | null;

  @Field(() => MessageStatusEnum, { description: 'Its status.' })
  status!: MessageStatus;

  @Field(() => String, { nullable: true, description: "The provider's id of the message, unique in the workspace." })
  providerMessageId!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The provider that accepted it: local (only stored, not transmitted) or whatsapp_cloud; null for inbound messages, and if none accepted it.',
  })
  provider!: string | null;

  @Field(() => MessageFailure, { nullable: true, description: 'Why it is FAILED or UNKNOWN.' })
  error!: MessageFailure | null;

  @Field(() => Date, {
    description:
      'When it was sent, according to the provider, or when it was first stored here; lists are sorted by it.',
  })
  sentAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was received here; null for outbound messages.' })
  receivedAt!: Date | null;

  @Field(() => Date, { description: 'When it was stored.' })
  createdAt!: Date;

  conversationId!: string;
  contactId!: string;
}

@InputType({ description: 'An inbound message from any channel adapter.' })
export class ReceiveMessageInput {
  @Field(() => String, {
    description: "The sender's phone number of 7 to 15 digits, in any notation; a contact is created if none has it.",
  })
  phone!: string;

  @Field(() => String, { description: 'The text, 1 to 4096 characters.' })
  text!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name for a newly created contact, at most 200 characters; the phone number if omitted.',
  })
  contactName?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The provider's id of the message, at most 512 characters; if it was received before, nothing changes and the first message is returned.",
  })
  providerMessageId?: string | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'When it was sent, from 1970 on; now if omitted or in the future. An old message starts no automation.',
  })
  sentAt?: Date | null;
}

/** A page of messages. */
export const MessageConnection = connectionOf(Message);

/** A page of conversations. */
export const ConversationConnection = connectionOf(Conversation);

@ArgsType()
export class MessagesArgs extends PageArgs {
  @Field(() => ID, { description: 'The contact; NOT_FOUND if it does not exist.' })
  contactId!: string;
}
