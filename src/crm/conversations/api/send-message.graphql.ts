import { Field, ID, InputType } from '@nestjs/graphql';
import { JsonScalar } from '../../../platform/schema/scalars.js';

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
