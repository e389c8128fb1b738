import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { Json } from '../../kernel/json.js';
import { connectionOf } from '../graphql/connection.js';
import { JsonScalar } from '../graphql/scalars.js';

@ObjectType('Event', { description: 'Something that happened in the CRM; stored in the same transaction as the change it tells of.' })
export class EventNode {
  @Field(() => ID, { description: 'UUIDv7: sorts by the time of the event.' })
  id!: string;

  @Field({ description: 'What happened, such as order.stage_changed.' })
  type!: string;

  @Field(() => JsonScalar, { description: 'What the event tells: ids, and what the things looked like then.' })
  payload!: Json;

  @Field({ description: 'When it happened.' })
  occurredAt!: Date;

  @Field(() => Int, { description: '0 for a change from outside; one more for each automation in the chain that led to it.' })
  cascadeDepth!: number;

  @Field(() => ID, { nullable: true, description: 'The execution whose action caused it; null for a change from outside.' })
  executionId!: string | null;

  @Field(() => ID, { description: 'The event at the beginning of the cascade; itself for a change from outside.' })
  rootEventId!: string;
}

/** A page of events. */
export const EventConnection = connectionOf(EventNode);

@InputType({ description: 'Narrows a list of events; what is left out does not.' })
export class EventFilter {
  @Field(() => String, { nullable: true, description: 'Only events of this type.' })
  type?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only events of this order, contact, task or message.' })
  entityId?: string | null;

  @Field(() => Date, { nullable: true, description: 'Only events at or after this instant.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Only events before this instant.' })
  to?: Date | null;
}
