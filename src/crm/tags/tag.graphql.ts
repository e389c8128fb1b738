import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/connection.js';

/** What can bear a tag; the API writes it in capitals. */
export const TagEntityType = { CONTACT: 'contact', ORDER: 'order' } as const;

registerEnumType(TagEntityType, {
  name: 'TagEntityType',
  description: 'What can bear a tag.',
  valuesMap: { CONTACT: { description: 'A contact.' }, ORDER: { description: 'An order.' } },
});

@ObjectType({ description: 'A label on contacts and orders.' })
export class Tag {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field(() => String, { description: 'Name, unique in the workspace whatever its case.' })
  name!: string;

  @Field(() => String, { description: 'Color as #rrggbb.' })
  color!: string;

  @Field(() => Date, { description: 'When it was created.' })
  createdAt!: Date;
}

@InputType({ description: 'A new tag.' })
export class CreateTagInput {
  @Field(() => String, { description: 'Name, 1 to 200 characters; CONFLICT when there is one, whatever its case.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Color as #rrggbb; gray when not given.' })
  color?: string | null;
}

@InputType({ description: 'Which tag, on what.' })
export class TagEntityInput {
  @Field(() => ID, { description: 'The tag; NOT_FOUND when there is none.' })
  tagId!: string;

  @Field(() => TagEntityType, { description: 'What bears it.' })
  entityType!: 'contact' | 'order';

  @Field(() => ID, { description: 'The contact or order; NOT_FOUND when there is none.' })
  entityId!: string;
}

/** A page of tags. */
export const TagConnection = connectionOf(Tag);
