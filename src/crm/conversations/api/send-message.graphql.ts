import { Field, ID, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { JsonScalar } from '../../../platform/schema/scalars.js';
import type { TemplateButton } from '../gateway/message-gateway.js';

const TemplateButtonKindEnum = { URL: 'url', QUICK_REPLY: 'quick_reply', COPY_CODE: 'copy_code' } as const;

registerEnumType(TemplateButtonKindEnum, {
  name: 'TemplateButtonKind',
  description: 'The buttons of templates that take a value.',
  valuesMap: {
    URL: { description: 'The value is the end of its address.' },
    QUICK_REPLY: { description: 'The value comes back when the contact replies by it.' },
    COPY_CODE: { description: 'The value is the code that it copies.' },
  },
});

@InputType({ description: "The value of a template's button." })
export class TemplateButtonInput {
  @Field(() => TemplateButtonKindEnum, { description: 'Its kind.' })
  kind!: TemplateButton['kind'];

  @Field(() => Int, { description: 'Its place among the buttons, from 0 to 9.' })
  index!: number;

  @Field(() => String, { description: 'The value, at most 2000 characters.' })
  value!: string;
}

@InputType({ description: 'A template approved by WhatsApp, with its variables.' })
export class MessageTemplateInput {
  @Field(() => String, { description: 'Its name, as approved by WhatsApp, at most 512 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'A language it is approved in, such as pt_BR; en if omitted.' })
  language?: string | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'A list of texts in the order of the placeholders, or an object of texts by name; at most 100.',
  })
  variables?: string[] | Record<string, string> | null;

  @Field(() => String, { nullable: true, description: 'URL of the image, video or document in its header.' })
  headerMediaUrl?: string | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'The variable in its header, a text of at most 60 characters, or an object of one text by its name; not with headerMediaUrl.',
  })
  headerText?: string | Record<string, string> | null;

  @Field(() => [TemplateButtonInput], { nullable: true, description: 'Values of its buttons, at most 10.' })
  buttons?: TemplateButtonInput[] | null;
}

@InputType({ description: 'A file to send.' })
export class MessageMediaInput {
  @Field(() => String, {
    description: 'URL of an image, video, audio or document; its extension determines the kind.',
  })
  url!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Under an image, video or document, at most 1024 characters.',
  })
  caption?: string | null;

  @Field(() => String, { nullable: true, description: 'Shown with a document, at most 240 characters.' })
  filename?: string | null;
}

@InputType({ description: 'A message to a contact: exactly one of text, template and media.' })
export class SendMessageInput {
  @Field(() => ID, { description: 'The contact, which must have a phone number.' })
  contactId!: string;

  @Field(() => String, {
    nullable: true,
    description: "1 to 4096 characters; only within 24 hours of the contact's last message.",
  })
  text?: string | null;

  @Field(() => MessageTemplateInput, { nullable: true, description: 'An approved template, at any time.' })
  template?: MessageTemplateInput | null;

  @Field(() => MessageMediaInput, {
    nullable: true,
    description: "A file; only within 24 hours of the contact's last message.",
  })
  media?: MessageMediaInput | null;
}
