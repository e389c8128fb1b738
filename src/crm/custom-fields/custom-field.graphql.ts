import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ListOf } from '../../platform/query-limits/query-lists.js';
import type { CustomFieldOwner, CustomFieldType } from './custom-field.entity.js';
import { MAX_OPTIONS } from './custom-fields.service.js';

/** The kinds of objects that have custom fields; upper case in the API. */
const CustomFieldEntityTypeEnum = { CONTACT: 'contact', ORDER: 'order' } as const;

registerEnumType(CustomFieldEntityTypeEnum, {
  name: 'CustomFieldEntityType',
  description: 'The kinds of objects that have custom fields.',
  valuesMap: { CONTACT: { description: 'A contact.' }, ORDER: { description: 'An order.' } },
});

/** The types of defined custom fields. */
const CustomFieldTypeEnum = {
  TEXT: 'TEXT',
  NUMBER: 'NUMBER',
  BOOLEAN: 'BOOLEAN',
  DATE: 'DATE',
  SELECT: 'SELECT',
} as const;

registerEnumType(CustomFieldTypeEnum, {
  name: 'CustomFieldType',
  description:
    'The type of a defined custom field. A value that a type can take without loss is converted: "42" is 42.',
  valuesMap: {
    TEXT: { description: 'A text.' },
    NUMBER: { description: 'A number of at most 15 digits; compared as a decimal.' },
    BOOLEAN: { description: 'true or false.' },
    DATE: { description: 'A date such as "2026-01-31", or a time such as "2026-01-31T09:00:00Z".' },
    SELECT: { description: 'One of its options.' },
  },
});

@ObjectType({ description: 'The definition of a custom field of contacts or orders: what its values must be.' })
export class CustomFieldDefinition {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field(() => CustomFieldEntityTypeEnum, { description: 'What has the field.' })
  entityType!: CustomFieldOwner;

  @Field(() => String, { description: 'Its name in customFields; 1 to 64 letters, digits or _.' })
  key!: string;

  @Field(() => String, { description: 'Its title in forms, 1 to 200 characters.' })
  title!: string;

  @Field(() => CustomFieldTypeEnum, { description: 'The type of its values.' })
  type!: CustomFieldType;

  @ListOf(MAX_OPTIONS)
  @Field(() => [String], { description: 'The possible values of a SELECT; empty for the other types.' })
  options!: string[];

  @Field(() => Date, { description: 'When it was created.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it was last changed.' })
  updatedAt!: Date;
}

@InputType({ description: 'The definition of a custom field.' })
export class CreateCustomFieldDefinitionInput {
  @Field(() => CustomFieldEntityTypeEnum, { description: 'What has the field.' })
  entityType!: CustomFieldOwner;

  @Field(() => String, {
    description: 'Its name in customFields, 1 to 64 letters, digits or _; CONFLICT if it is already defined.',
  })
  key!: string;

  @Field(() => String, { description: 'Its title in forms, 1 to 200 characters.' })
  title!: string;

  @Field(() => CustomFieldTypeEnum, { description: 'The type of its values.' })
  type!: CustomFieldType;

  @Field(() => [String], {
    nullable: true,
    description: 'The possible values of a SELECT, 1 to 100 of at most 200 characters each; only for a SELECT.',
  })
  options?: string[] | null;
}

@InputType({ description: 'Changes of a definition; omitted fields stay the same. Stored values stay as they are.' })
export class UpdateCustomFieldDefinitionInput {
  @Field(() => String, { nullable: true, description: 'Its title in forms, 1 to 200 characters.' })
  title?: string | null;

  @Field(() => CustomFieldTypeEnum, { nullable: true, description: 'The type of its values.' })
  type?: CustomFieldType | null;

  @Field(() => [String], { nullable: true, description: 'All possible values of a SELECT, 1 to 100.' })
  options?: string[] | null;
}

@ArgsType()
export class CustomFieldDefinitionsArgs {
  @Field(() => CustomFieldEntityTypeEnum, { nullable: true, description: 'Only those of contacts or of orders.' })
  entityType?: CustomFieldOwner | null;
}
