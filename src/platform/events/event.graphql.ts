import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { Json } from '../../kernel/json.js';
import { connectionOf } from '../paging/connection.js';
import { JsonScalar } from '../schema/scalars.js';

@ObjectType('Event', {
  description: 'Something that happened in the CRM; stored in the same transaction as the change it describes.',
})
export class EventNode {
  @Field(() => ID, { description: 'UUIDv7: sorts by the time of the event.' })
  id!: string;

  @Field({ description: 'Its type, such as order.stage_changed.' })
  type!: string;

  @Field(() => JsonScalar, { description: "The event's data: ids, and the state of the objects at that time." })
  payload!: Json;

  @Field({ description: 'When it happened.' })
  occurredAt!: Date;

  @Field(() => Int, {
    description: '0 for an external change; increases by one with each automation in the chain.',
  })
  cascadeDepth!: number;

  @Field(() => ID, {
    nullable: true,
    description: 'The execution whose action caused it; null for an external change.',
  })
  executionId!: string | null;

  @Field({
    description:
      'True for a change that was asked to start nothing, such as an import: no automation starts, and no execution is woken or ended.',
  })
  startsNothing!: boolean;

  @Field(() => ID, { description: 'The first event of the cascade; the event itself for an external change.' })
  rootEventId!: string;
}

/** A page of events. */
export const EventConnection = connectionOf(EventNode);

@InputType({ description: 'A filter for events; omitted fields do not filter.' })
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
