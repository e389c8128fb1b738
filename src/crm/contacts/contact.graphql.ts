import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { JsonObject } from '../../kernel/json.js';
import { connectionOf } from '../../platform/paging/connection.js';
import { ExpectingArgs } from '../../platform/schema/expecting.args.js';
import { JsonScalar } from '../../platform/schema/scalars.js';

@ObjectType({ description: 'A person the workspace deals with.' })
export class Contact {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Phone number, + and 7 to 15 digits; unique in the workspace.',
  })
  phone!: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email!: string | null;

  @Field(() => String, { nullable: true, description: 'City.' })
  city!: string | null;

  @Field(() => String, { nullable: true, description: 'State, province or region.' })
  region!: string | null;

  @Field(() => String, { nullable: true, description: 'Street address.' })
  address!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Time zone, such as America/Bogota; decides when it may be written to.',
  })
  timeZone!: string | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'When it asked not to be written to; automations send it nothing from then on. Null if it may be written to.',
  })
  optedOutAt!: Date | null;

  @Field(() => JsonScalar, { description: 'Custom fields by name; an empty object if there are none.' })
  customFields!: JsonObject;

  @Field(() => Int, { description: 'Increases with every change of its own fields; pass it as expectedVersion.' })
  version!: number;

  @Field(() => Date, { description: 'When it was created.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it was last changed.' })
  updatedAt!: Date;
}

@InputType({ description: 'A new contact.' })
export class CreateContactInput {
  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Phone number of 7 to 15 digits, in any notation; CONFLICT if another contact has it.',
  })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'City, at most 200 characters.' })
  city?: string | null;

  @Field(() => String, { nullable: true, description: 'State, province or region, at most 200 characters.' })
  region?: string | null;

  @Field(() => String, { nullable: true, description: 'Street address, at most 4096 characters.' })
  address?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Time zone, such as America/Bogota; decides when it may be written to.',
  })
  timeZone?: string | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'When it asked not to be written to; automations send it nothing from then on. Null if it may be written to.',
  })
  optedOutAt?: Date | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Custom fields: a JSON object of at most 64 KiB, keys of 1 to 64 letters, digits or _.',
  })
  customFields?: JsonObject | null;
}

@InputType({ description: 'Changes of a contact; omitted fields stay the same, null clears a field.' })
export class UpdateContactInput {
  @Field(() => String, { nullable: true, description: 'Name, 1 to 200 characters; cannot be cleared.' })
  name?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Phone number of 7 to 15 digits, in any notation; CONFLICT if another contact has it.',
  })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'City, at most 200 characters.' })
  city?: string | null;

  @Field(() => String, { nullable: true, description: 'State, province or region, at most 200 characters.' })
  region?: string | null;

  @Field(() => String, { nullable: true, description: 'Street address, at most 4096 characters.' })
  address?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Time zone, such as America/Bogota; decides when it may be written to.',
  })
  timeZone?: string | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'When it asked not to be written to; automations send it nothing from then on. Null if it may be written to.',
  })
  optedOutAt?: Date | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Custom fields to set, merged key by key; null removes a key.',
  })
  customFields?: JsonObject | null;
}

/** A page of contacts. */
export const ContactConnection = connectionOf(Contact);

@ArgsType()
export class UpdateContactArgs extends ExpectingArgs {
  @Field(() => UpdateContactInput, { description: 'The fields to change.' })
  input!: UpdateContactInput;
}
