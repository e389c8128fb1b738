import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ListOf } from '../../../platform/query-limits/query-lists.js';
import { MAX_PARAMETERS } from './cloud-template.js';
import type * as template from './message-template.js';

const TemplatePartEnum = { HEADER: 'HEADER', BODY: 'BODY', BUTTON: 'BUTTON' } as const;

registerEnumType(TemplatePartEnum, {
  name: 'TemplatePart',
  description: 'The parts of a template that take parameters.',
  valuesMap: {
    HEADER: { description: 'Its header: headerText or headerMediaUrl.' },
    BODY: { description: 'Its text: variables.' },
    BUTTON: { description: 'One of its buttons: buttons.' },
  },
});

const TemplateParameterKindEnum = {
  TEXT: 'TEXT',
  IMAGE: 'IMAGE',
  VIDEO: 'VIDEO',
  DOCUMENT: 'DOCUMENT',
  LOCATION: 'LOCATION',
  URL: 'URL',
  QUICK_REPLY: 'QUICK_REPLY',
  COPY_CODE: 'COPY_CODE',
} as const;

registerEnumType(TemplateParameterKindEnum, {
  name: 'TemplateParameterKind',
  description: 'What a parameter of a template takes.',
  valuesMap: {
    TEXT: { description: 'A text.' },
    IMAGE: { description: 'The URL of an image.' },
    VIDEO: { description: 'The URL of a video.' },
    DOCUMENT: { description: 'The URL of a document.' },
    LOCATION: { description: 'A location; messages with one cannot be sent from here.' },
    URL: { description: "The end of the button's address." },
    QUICK_REPLY: { description: 'What a reply by this button brings back; may be left out.' },
    COPY_CODE: { description: 'The code that the button copies.' },
  },
});

@ObjectType({ description: 'A parameter of a template.' })
export class TemplateParameter {
  @Field(() => TemplatePartEnum, { description: 'Where it stands.' })
  part!: template.TemplatePart;

  @Field(() => TemplateParameterKindEnum, { description: 'What it takes.' })
  kind!: template.TemplateParameterKind;

  @Field(() => String, { description: 'Its name, or its number from 1; of a button its place from 0.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'An example of a text, or the label of the button.' })
  example!: string | null;
}

@ObjectType({ description: 'A message template of the WhatsApp account.' })
export class MessageTemplate {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'Its language, such as pt_BR; a name may exist in several.' })
  language!: string;

  @Field(() => String, { description: 'Its category, such as MARKETING, UTILITY or AUTHENTICATION.' })
  category!: string;

  @Field(() => String, {
    description: 'Its status, such as APPROVED, PENDING, REJECTED or PAUSED; only APPROVED can be sent.',
  })
  status!: string;

  @Field(() => String, { nullable: true, description: 'The text of its body, with placeholders such as {{1}}.' })
  text!: string | null;

  @ListOf(MAX_PARAMETERS)
  @Field(() => [TemplateParameter], { description: 'What has to be given when it is sent.' })
  parameters!: TemplateParameter[];
}
