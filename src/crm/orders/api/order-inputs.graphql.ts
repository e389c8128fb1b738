import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import type { JsonObject } from '../../../kernel/json.js';
import { ExpectingArgs } from '../../../platform/schema/expecting.args.js';
import { DecimalScalar, JsonScalar } from '../../../platform/schema/scalars.js';

@InputType({ description: 'One line of an order.' })
export class OrderItemInput {
  @Field(() => String, { description: 'The product, 1 to 200 characters.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Stock keeping unit, at most 200 characters.' })
  sku?: string | null;

  @Field(() => Int, { description: 'How many, 1 to 100000.' })
  quantity!: number;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Unit price, 0 to 10000000000, rounded to two decimals; 0 if omitted.',
  })
  unitPrice?: string | null;
}

/** The shipping address. */
@InputType({ isAbstract: true })
class ShippingInput {
  @Field(() => String, { nullable: true, description: 'Shipping street address, at most 4096 characters.' })
  shippingAddress?: string | null;

  @Field(() => String, { nullable: true, description: 'Shipping city, at most 200 characters.' })
  shippingCity?: string | null;

  @Field(() => String, { nullable: true, description: 'Shipping state, province or region, at most 200 characters.' })
  shippingRegion?: string | null;

  @Field(() => String, { nullable: true, description: 'Shipping postal code, at most 200 characters.' })
  shippingPostalCode?: string | null;
}

@InputType({ description: 'A new order.' })
export class CreateOrderInput extends ShippingInput {
  @Field(() => String, {
    nullable: true,
    description: 'Name, 1 to 200 characters; the contact\'s name, or "New order", if omitted.',
  })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Description, at most 4096 characters.' })
  description?: string | null;

  @Field(() => ID, { nullable: true, description: 'The contact the order belongs to; NOT_FOUND if it does not exist.' })
  contactId?: string | null;

  @Field(() => ID, { description: 'Its pipeline; NOT_FOUND if it does not exist.' })
  pipelineId!: string;

  @Field(() => ID, { nullable: true, description: 'A stage of the pipeline; the first if omitted.' })
  stageId?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Its value, rounded to two decimals; the total of its items if omitted.',
  })
  value?: string | null;

  @Field(() => [OrderItemInput], { nullable: true, description: 'Its lines in order, at most 200.' })
  items?: OrderItemInput[] | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Custom fields: a JSON object of at most 64 KiB, keys of 1 to 64 letters, digits or _.',
  })
  customFields?: JsonObject | null;
}

@InputType({ description: 'Changes of an order; omitted fields stay the same, null clears a field.' })
export class UpdateOrderInput extends ShippingInput {
  @Field(() => String, { nullable: true, description: 'Name, 1 to 200 characters; cannot be cleared.' })
  name?: string;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Its value, rounded to two decimals; the total of given items if omitted; cannot be cleared.',
  })
  value?: string;

  @Field(() => String, { nullable: true, description: 'Description, at most 4096 characters.' })
  description?: string | null;

  @Field(() => ID, { nullable: true, description: 'The contact it belongs to; NOT_FOUND if it does not exist.' })
  contactId?: string | null;

  @Field(() => [OrderItemInput], {
    nullable: true,
    description: 'Its lines in order, at most 200, in place of those it has.',
  })
  items?: OrderItemInput[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The pipeline to move to: to its first stage, unless stageId is given or the order is in it already.',
  })
  pipelineId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The stage to move to, of pipelineId, or of its own pipeline if pipelineId is omitted.',
  })
  stageId?: string | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Custom fields to set, merged key by key; null removes a key. Defined ones are checked.',
  })
  customFields?: JsonObject | null;
}

@ArgsType()
export class UpdateOrderArgs extends ExpectingArgs {
  @Field(() => UpdateOrderInput, { description: 'The fields to change.' })
  input!: UpdateOrderInput;
}
