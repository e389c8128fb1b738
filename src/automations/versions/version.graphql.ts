import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Json } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import { connectionOf } from '../../platform/paging/connection.js';
import { ListOf } from '../../platform/query-limits/query-lists.js';
import { JsonScalar } from '../../platform/schema/scalars.js';
import { AutomationAction, AutomationTrigger } from '../api/automation.graphql.js';

@ObjectType({ description: 'One version of an automation; never changed.' })
class AutomationVersion {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => Int, { description: 'Its number, from 1.' })
  version!: number;

  @Field({ description: 'When it was published.' })
  publishedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'The name of the key or person who published it; null if unknown.',
  })
  publishedBy!: string | null;

  @Field({ description: "The automation's name in this version." })
  name!: string;

  @Field(() => AutomationTrigger, { description: 'What starts it.' })
  trigger!: AutomationTrigger;

  @Field(() => JsonScalar, { nullable: true, description: 'Its conditions; null if there are none.' })
  conditions!: Json;

  @ListOf(LIMITS.maxActions)
  @Field(() => [AutomationAction], { description: 'Its actions, performed in this order.' })
  actions!: AutomationAction[];

  @Field(() => JsonScalar, { nullable: true, description: 'Its settings; null if it has none.' })
  settings?: Json;
}

/** A page of versions. */
export const AutomationVersionConnection = connectionOf(AutomationVersion);
