import { ArgsType, Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import type { JsonObject } from '../../../kernel/json.js';
import { TwoWayPageArgs } from '../../../platform/paging/connection.js';
import { OrderDirectionEnum, type OrderDirection } from '../../../platform/schema/order-direction.js';
import { DecimalScalar, JsonScalar } from '../../../platform/schema/scalars.js';
import type { OrderOrderField } from '../orders.finding.js';

const OrderOrderFieldEnum = { NAME: 'NAME', CREATED_AT: 'CREATED_AT', VALUE: 'VALUE' } as const;

registerEnumType(OrderOrderFieldEnum, {
  name: 'OrderOrderField',
  description: 'A field by which orders can be ordered.',
  valuesMap: {
    NAME: { description: 'Its name, ignoring case and accents.' },
    CREATED_AT: { description: 'When it was created.' },
    VALUE: { description: 'Its value.' },
  },
});

@InputType('OrderOrder', { description: 'How orders are ordered.' })
export class OrderOrderInput {
  @Field(() => OrderOrderFieldEnum, { description: 'The field.' })
  field!: OrderOrderField;

  @Field(() => OrderDirectionEnum, { nullable: true, description: 'ASC if omitted.' })
  direction?: OrderDirection | null;
}

@InputType('OrderFilter', { description: 'A filter for orders: all given parts must hold.' })
export class OrderFilterInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Words that all occur in its name, ignoring case and accents; a word of one or two letters must begin a word. At most 8 words and 400 characters.',
  })
  text?: string | null;

  @Field(() => [ID], { nullable: true, description: 'It has all of these tags, at most 10.' })
  tagIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'It is in this pipeline.' })
  pipelineId?: string | null;

  @Field(() => ID, { nullable: true, description: 'It is at this stage.' })
  stageId?: string | null;

  @Field(() => ID, { nullable: true, description: 'It belongs to this contact.' })
  contactId?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Its value is at least this.' })
  valueFrom?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Its value is at most this.' })
  valueTo?: string | null;

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
export class OrdersArgs extends TwoWayPageArgs {
  @Field(() => ID, { nullable: true, description: 'Only orders of this pipeline.' })
  pipelineId?: string;

  @Field(() => ID, { nullable: true, description: 'Only orders at this stage.' })
  stageId?: string;

  @Field(() => ID, { nullable: true, description: 'Only orders of this contact.' })
  contactId?: string;

  @Field(() => OrderFilterInput, { nullable: true, description: 'Filters the list.' })
  filter?: OrderFilterInput | null;

  @Field(() => [OrderOrderInput], { nullable: true, description: 'One field to order by; newest first if omitted.' })
  orderBy?: OrderOrderInput[] | null;
}
