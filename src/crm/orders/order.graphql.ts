import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { JsonObject } from '../../kernel/json.js';
import { connectionOf, PageArgs } from '../../platform/graphql/connection.js';
import { DecimalScalar, JsonScalar } from '../../platform/graphql/scalars.js';
import type { StageRow } from '../pipelines/stage.entity.js';

@ObjectType({ description: 'Something being sold; it stands at one stage of one pipeline.' })
export class Order {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  name!: string;

  @Field(() => DecimalScalar, { description: "What it is worth, in the workspace's currency, with two decimals." })
  value!: string;

  @Field(() => String, { nullable: true, description: 'Description.' })
  description!: string | null;

  @Field(() => String, { nullable: true, description: 'Street address it goes to.' })
  shippingAddress!: string | null;

  @Field(() => String, { nullable: true, description: 'City it goes to.' })
  shippingCity!: string | null;

  @Field(() => String, { nullable: true, description: 'State, province or region it goes to.' })
  shippingRegion!: string | null;

  @Field(() => String, { nullable: true, description: 'Postal code it goes to.' })
  shippingPostalCode!: string | null;

  @Field(() => JsonScalar, { description: 'Custom fields by name; an empty object when there are none.' })
  customFields!: JsonObject;

  @Field(() => Date, { description: 'When it was created.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it was last changed.' })
  updatedAt!: Date;

  pipelineId!: string;
  stageId!: string;
  /** The stage, where it is known already. */
  stage?: StageRow;
  contactId!: string | null;
  sourceOrderId!: string | null;
}

@ObjectType({ description: 'One line of an order.' })
export class OrderItem {
  @Field(() => Int, { description: 'Where in the order it stands, from 0.' })
  position!: number;

  @Field(() => String, { description: 'What is sold.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Stock keeping unit.' })
  sku!: string | null;

  @Field(() => Int, { description: 'How many, from 1.' })
  quantity!: number;

  @Field(() => DecimalScalar, { description: "Price of one, in the workspace's currency, with two decimals." })
  unitPrice!: string;
}

/** A page of orders. */
export const OrderConnection = connectionOf(Order);

@ArgsType()
export class OrdersArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only orders of this pipeline.' })
  pipelineId?: string;

  @Field(() => ID, { nullable: true, description: 'Only orders at this stage.' })
  stageId?: string;

  @Field(() => ID, { nullable: true, description: 'Only orders of this contact.' })
  contactId?: string;
}
