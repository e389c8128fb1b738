import { ArgsType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { JsonObject } from '../../kernel/json.js';
import { connectionOf, PageArgs } from '../../platform/graphql/connection.js';
import { JsonScalar } from '../../platform/graphql/scalars.js';

@ObjectType({ description: 'A person the workspace deals with.' })
export class Contact {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Phone number as + and 7 to 15 digits; belongs to one contact of the workspace.' })
  phone!: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email!: string | null;

  @Field(() => String, { nullable: true, description: 'City.' })
  city!: string | null;

  @Field(() => String, { nullable: true, description: 'State, province or region.' })
  region!: string | null;

  @Field(() => String, { nullable: true, description: 'Street address.' })
  address!: string | null;

  @Field(() => JsonScalar, { description: 'Custom fields by name; an empty object when there are none.' })
  customFields!: JsonObject;

  @Field(() => Date, { description: 'When it was created.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it was last changed.' })
  updatedAt!: Date;
}

@InputType({ description: 'A new contact.' })
export class CreateContactInput {
  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Phone number of 7 to 15 digits, however written; CONFLICT when another contact has it.' })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'City, at most 200 characters.' })
  city?: string | null;

  @Field(() => String, { nullable: true, description: 'State, province or region, at most 200 characters.' })
  region?: string | null;

  @Field(() => String, { nullable: true, description: 'Street address, at most 4096 characters.' })
  address?: string | null;

  @Field(() => JsonScalar, { nullable: true, description: 'Custom fields: a JSON object of at most 64 KiB, keys of 1 to 64 letters, digits or _.' })
  customFields?: JsonObject | null;
}

@InputType({ description: 'What to change of a contact; what is missing stays as it is, null clears it.' })
export class UpdateContactInput {
  @Field(() => String, { nullable: true, description: 'Name, 1 to 200 characters; cannot be cleared.' })
  name?: string;

  @Field(() => String, { nullable: true, description: 'Phone number of 7 to 15 digits, however written; CONFLICT when another contact has it.' })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'City, at most 200 characters.' })
  city?: string | null;

  @Field(() => String, { nullable: true, description: 'State, province or region, at most 200 characters.' })
  region?: string | null;

  @Field(() => String, { nullable: true, description: 'Street address, at most 4096 characters.' })
  address?: string | null;

  @Field(() => JsonScalar, { nullable: true, description: 'Custom fields to set, merged key by key; null removes a key.' })
  customFields?: JsonObject | null;
}

/** A page of contacts. */
export const ContactConnection = connectionOf(Contact);

@ArgsType()
export class ContactsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Text to look for within name, phone and e-mail, ignoring case.' })
  search?: string;
}
