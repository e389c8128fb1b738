import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { JsonObject } from '../../../kernel/json.js';
import { connectionOf } from '../../../platform/paging/connection.js';
import { sizeWithin, type NestedPage } from '../../../platform/query-limits/query-lists.js';
import { DecimalScalar, JsonScalar } from '../../../platform/schema/scalars.js';
import type { StageRow } from '../../pipelines/stage.entity.js';
import { MAX_ITEMS } from '../order.input.js';

@ObjectType({ description: 'A sales order; it is at one stage of one pipeline.' })
export class Order {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  name!: string;

  @Field(() => DecimalScalar, { description: "Its value in the workspace's currency, with two decimals." })
  value!: string;

  @Field(() => String, { nullable: true, description: 'Description.' })
  description!: string | null;

  @Field(() => String, { nullable: true, description: 'Shipping street address.' })
  shippingAddress!: string | null;

  @Field(() => String, { nullable: true, description: 'Shipping city.' })
  shippingCity!: string | null;

  @Field(() => String, { nullable: true, description: 'Shipping state, province or region.' })
  shippingRegion!: string | null;

  @Field(() => String, { nullable: true, description: 'Shipping postal code.' })
  shippingPostalCode!: string | null;

  @Field(() => JsonScalar, { description: 'Custom fields by name; an empty object if there are none.' })
  customFields!: JsonObject;

  @Field(() => Int, { description: 'Increases with every change of its own fields; pass it as expectedVersion.' })
  version!: number;

  @Field(() => Date, { description: 'When it was created.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it was last changed.' })
  updatedAt!: Date;

  pipelineId!: string;
  stageId!: string;
  /** The stage, if already loaded. */
  stage?: StageRow;
  contactId!: string | null;
  sourceOrderId!: string | null;
}

@ObjectType({ description: 'One line of an order.' })
export class OrderItem {
  @Field(() => Int, { description: 'Its position in the order, from 0.' })
  position!: number;

  @Field(() => String, { description: 'The product.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Stock keeping unit.' })
  sku!: string | null;

  @Field(() => Int, { description: 'How many, from 1.' })
  quantity!: number;

  @Field(() => DecimalScalar, { description: "Unit price in the workspace's currency, with two decimals." })
  unitPrice!: string;
}

/** The paging arguments of an order's lines. */
@ArgsType()
export class OrderItemsArgs {
  @Field(() => Int, { nullable: true, description: `How many, 1 to ${MAX_ITEMS}; ${MAX_ITEMS} if omitted.` })
  first?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The position of the last item of the previous page; starts at the beginning if omitted.',
  })
  after?: number | null;
}

/** Validates the paging arguments. INVALID_INPUT for a size out of range. */
export const itemsPage = ({ first, after }: OrderItemsArgs): NestedPage<number> => ({
  first: sizeWithin(first, MAX_ITEMS),
  after: after ?? null,
});

/** A page of orders. */
export const OrderConnection = connectionOf(Order);
