import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/paging/connection.js';

/** The kinds of objects that can have a tag; upper case in the API. */
const TagEntityType = { CONTACT: 'contact', ORDER: 'order' } as const;

registerEnumType(TagEntityType, {
  name: 'TagEntityType',
  description: 'The kinds of objects that can have a tag.',
  valuesMap: { CONTACT: { description: 'A contact.' }, ORDER: { description: 'An order.' } },
});

@ObjectType({ description: 'A label on contacts and orders.' })
export class Tag {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field(() => String, { description: 'Name, unique in the workspace ignoring case.' })
  name!: string;

  @Field(() => String, { description: 'Color as #rrggbb.' })
  color!: string;

  @Field(() => Date, { description: 'When it was created.' })
  createdAt!: Date;
}

@InputType({ description: 'A new tag.' })
export class CreateTagInput {
  @Field(() => String, {
    description: 'Name, 1 to 200 characters; CONFLICT if a tag with this name exists, ignoring case.',
  })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Color as #rrggbb; gray if omitted.' })
  color?: string | null;
}

@InputType({ description: 'Changes of a tag; omitted fields stay the same.' })
export class UpdateTagInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Name, 1 to 200 characters; CONFLICT if another tag has this name, ignoring case. Automations that name the tag instead of choosing it keep the old name.',
  })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Color as #rrggbb.' })
  color?: string | null;
}

@InputType({ description: 'The tag, and the contact or order.' })
export class TagEntityInput {
  @Field(() => ID, { description: 'The tag; NOT_FOUND if it does not exist.' })
  tagId!: string;

  @Field(() => TagEntityType, { description: 'The kind of entityId.' })
  entityType!: 'contact' | 'order';

  @Field(() => ID, { description: 'The contact or order; NOT_FOUND if it does not exist.' })
  entityId!: string;
}

/** A page of tags. */
export const TagConnection = connectionOf(Tag);
