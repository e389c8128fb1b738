import { ArgsType, Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import type { JsonObject } from '../../kernel/json.js';
import { TwoWayPageArgs } from '../../platform/paging/connection.js';
import { OrderDirectionEnum, type OrderDirection } from '../../platform/schema/order-direction.js';
import { JsonScalar } from '../../platform/schema/scalars.js';
import type { ContactOrderField } from './contacts.finding.js';

const ContactOrderFieldEnum = { NAME: 'NAME', CREATED_AT: 'CREATED_AT' } as const;

registerEnumType(ContactOrderFieldEnum, {
  name: 'ContactOrderField',
  description: 'A field by which contacts can be ordered.',
  valuesMap: {
    NAME: { description: 'Its name, ignoring case and accents.' },
    CREATED_AT: { description: 'When it was created.' },
  },
});

@InputType('ContactOrder', { description: 'How contacts are ordered.' })
export class ContactOrderInput {
  @Field(() => ContactOrderFieldEnum, { description: 'The field.' })
  field!: ContactOrderField;

  @Field(() => OrderDirectionEnum, { nullable: true, description: 'ASC if omitted.' })
  direction?: OrderDirection | null;
}

@InputType('ContactFilter', { description: 'A filter for contacts: all given parts must hold.' })
export class ContactFilterInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Words that all occur in name, phone and e-mail, ignoring case, accents and the notation of phone numbers; a word of one or two letters must begin a word. At most 8 words and 400 characters.',
  })
  text?: string | null;

  @Field(() => [ID], { nullable: true, description: 'It has all of these tags, at most 10.' })
  tagIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'One of its orders is at this stage.' })
  stageId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it opted out.' })
  optedOut?: boolean | null;

  @Field(() => Date, { nullable: true, description: 'It was created at this time or later.' })
  createdFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'It was created before this time.' })
  createdTo?: Date | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Custom fields that have exactly these values: a text, number or boolean each; at most 5.',
  })
  customFields?: JsonObject | null;
}

@ArgsType()
export class ContactsArgs extends TwoWayPageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Text to search for in name, phone and e-mail, ignoring case; at most 400 characters.',
  })
  search?: string;

  @Field(() => ContactFilterInput, { nullable: true, description: 'Filters the list.' })
  filter?: ContactFilterInput | null;

  @Field(() => [ContactOrderInput], { nullable: true, description: 'One field to order by; newest first if omitted.' })
  orderBy?: ContactOrderInput[] | null;
}
