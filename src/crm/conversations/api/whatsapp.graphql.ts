import { Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';

/** With which account a workspace sends. */
export const WhatsappSenderEnum = { OWN: 'OWN', SHARED: 'SHARED', NONE: 'NONE' } as const;

registerEnumType(WhatsappSenderEnum, {
  name: 'WhatsappSender',
  description: 'With which account a workspace sends.',
  valuesMap: {
    OWN: { description: 'Its own.' },
    SHARED: { description: "That of the server's settings." },
    NONE: { description: 'None: messages are stored as sent, but not transmitted.' },
  },
});

@ObjectType({ description: 'The WhatsApp account of a workspace, without its secrets.' })
export class WhatsappAccount {
  @Field(() => String, { nullable: true, description: "Meta's id of its own number; null without an own account." })
  phoneNumberId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The number as Meta shows it; null without an own account, and if Meta was not reached.',
  })
  displayPhoneNumber!: string | null;

  @Field(() => String, { nullable: true, description: "Meta's id of its business account; null if it was not given." })
  businessAccountId!: string | null;

  @Field(() => Boolean, { description: 'Whether it has an own account.' })
  connected!: boolean;

  @Field(() => Date, { nullable: true, description: 'When its own account was connected; null without one.' })
  connectedAt!: Date | null;

  @Field(() => WhatsappSenderEnum, { description: 'With which account it sends.' })
  sender!: keyof typeof WhatsappSenderEnum;

  @Field(() => String, {
    description: 'The address to which Meta delivers messages and statuses, relative to this server.',
  })
  webhookUrl!: string;
}

@InputType({ description: "A number at Meta's WhatsApp Cloud API. The secrets are stored sealed and never shown." })
export class ConnectWhatsappInput {
  @Field(() => String, { description: "Meta's id of the number, digits only; of one workspace at most." })
  phoneNumberId!: string;

  @Field(() => String, {
    nullable: true,
    description: "Meta's id of the WhatsApp Business account, digits only; needed to list templates.",
  })
  businessAccountId?: string | null;

  @Field(() => String, { description: 'The access token with which messages are sent, at most 1024 characters.' })
  token!: string;

  @Field(() => String, { description: 'The secret of the app at Meta, which signs webhooks, at most 256 characters.' })
  appSecret!: string;

  @Field(() => String, {
    description: 'Any word of yours, at most 256 characters; Meta sends it back when the address is entered there.',
  })
  verifyToken!: string;
}
