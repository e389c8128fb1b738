import { Field, ID, InputType, Int } from '@nestjs/graphql';
import type { JsonObject } from '../../kernel/json.js';
import { DecimalScalar, JsonScalar } from '../../platform/graphql/scalars.js';

@InputType({ description: 'One line of a new order.' })
export class OrderItemInput {
  @Field(() => String, { description: 'What is sold, 1 to 200 characters.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Stock keeping unit, at most 200 characters.' })
  sku?: string | null;

  @Field(() => Int, { description: 'How many, 1 to 100000.' })
  quantity!: number;

  @Field(() => DecimalScalar, { nullable: true, description: 'Price of one, 0 to 10000000000, rounded to two decimals; 0 when not given.' })
  unitPrice?: string | null;
}

/** Where an order goes. */
@InputType({ isAbstract: true })
export class ShippingInput {
  @Field(() => String, { nullable: true, description: 'Street address it goes to, at most 4096 characters.' })
  shippingAddress?: string | null;

  @Field(() => String, { nullable: true, description: 'City it goes to, at most 200 characters.' })
  shippingCity?: string | null;

  @Field(() => String, { nullable: true, description: 'State, province or region it goes to, at most 200 characters.' })
  shippingRegion?: string | null;

  @Field(() => String, { nullable: true, description: 'Postal code it goes to, at most 200 characters.' })
  shippingPostalCode?: string | null;
}

@InputType({ description: 'A new order.' })
export class CreateOrderInput extends ShippingInput {
  @Field(() => String, { nullable: true, description: 'Name, 1 to 200 characters; the contact\'s, or "New order", when not given.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Description, at most 4096 characters.' })
  description?: string | null;

  @Field(() => ID, { nullable: true, description: 'Whose order it is; NOT_FOUND when there is no such contact.' })
  contactId?: string | null;

  @Field(() => ID, { description: 'Its pipeline; NOT_FOUND when there is none.' })
  pipelineId!: string;

  @Field(() => ID, { nullable: true, description: "Its stage, one of the pipeline's; the first when not given." })
  stageId?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'What it is worth, rounded to two decimals; the total of its items when not given.' })
  value?: string | null;

  @Field(() => [OrderItemInput], { nullable: true, description: 'Its lines in their order, at most 200.' })
  items?: OrderItemInput[] | null;

  @Field(() => JsonScalar, { nullable: true, description: 'Custom fields: a JSON object of at most 64 KiB, keys of 1 to 64 letters, digits or _.' })
  customFields?: JsonObject | null;
}

@InputType({ description: 'What to change of an order; what is missing stays as it is, null clears it.' })
export class UpdateOrderInput extends ShippingInput {
  @Field(() => String, { nullable: true, description: 'Name, 1 to 200 characters; cannot be cleared.' })
  name?: string;

  @Field(() => DecimalScalar, { nullable: true, description: 'What it is worth, rounded to two decimals; cannot be cleared.' })
  value?: string;

  @Field(() => String, { nullable: true, description: 'Description, at most 4096 characters.' })
  description?: string | null;

  @Field(() => JsonScalar, { nullable: true, description: 'Custom fields to set, merged key by key; null removes a key.' })
  customFields?: JsonObject | null;
}
