import { ArgsType, Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Actor } from '../../platform/events/actor.graphql.js';
import { connectionOf, PageArgs } from '../../platform/paging/connection.js';
import { PATH_KINDS, type PathKind } from './path-item.js';

const PathKindEnum = Object.fromEntries(PATH_KINDS.map((name) => [name, name])) as { [N in PathKind]: N };

registerEnumType(PathKindEnum, {
  name: 'PathKind',
  description: 'The kind of an entry of a path.',
  valuesMap: {
    EVENT: { description: 'An event. label: its type; detail: what changed, if short.' },
    DECISION: {
      description:
        "The decisions about an event; id is the event's id. label: how many automations started and did not start; detail: one line with the reason for each of the first ten.",
    },
    EXECUTION: {
      description: "An execution. label: the automation's name; detail: its current status and its error.",
    },
    MESSAGE: { description: 'A message. label: its direction, kind and status; detail: its text.' },
    TASK: { description: 'A task, when it was created. label: its title; detail: its current status.' },
    ORDER: { description: "A contact's order, when it was created. label: its name; detail: its value." },
  },
});

@ObjectType('PathNode', { description: 'One entry in the history of a contact or order.' })
export class PathNode {
  @Field(() => Date, { description: 'When it happened; for decisions and executions, the time of their event.' })
  at!: Date;

  @Field(() => PathKindEnum, { description: 'Its kind.' })
  kind!: PathKind;

  @Field(() => ID, { description: 'The id of the object that kind names.' })
  id!: string;

  @Field({ description: 'Its name; plain user text, never markup.' })
  label!: string;

  @Field(() => String, { nullable: true, description: 'Details in words; plain user text, never markup.' })
  detail!: string | null;

  @Field(() => Actor, {
    nullable: true,
    description: 'Who caused the event, or the execution that sent the message; null if unknown.',
  })
  actor!: Actor | null;
}

/** A page of a path. */
export const PathConnection = connectionOf(PathNode);

@ArgsType()
export class ContactPathArgs extends PageArgs {
  @Field(() => ID, { description: 'The contact; NOT_FOUND if it does not exist.' })
  contactId!: string;
}

@ArgsType()
export class OrderPathArgs extends PageArgs {
  @Field(() => ID, { description: 'The order; NOT_FOUND if it does not exist.' })
  orderId!: string;
}
