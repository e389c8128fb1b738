import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Json } from '../kernel/json.js';
import { connectionOf } from '../platform/graphql/connection.js';
import { JsonScalar } from '../platform/graphql/scalars.js';
import type { AutomationChangeKind } from './automation-audit.js';

/** What can happen to an automation. */
export const AutomationChangeEnum = { CREATED: 'CREATED', UPDATED: 'UPDATED', ENABLED: 'ENABLED', DISABLED: 'DISABLED', DELETED: 'DELETED' } as const;

registerEnumType(AutomationChangeEnum, {
  name: 'AutomationChangeKind',
  description: 'What happened to an automation.',
  valuesMap: {
    CREATED: { description: 'It was made, or copied from another.' },
    UPDATED: { description: 'It was edited: a new version.' },
    ENABLED: { description: 'It was switched on.' },
    DISABLED: { description: 'It was switched off.' },
    DELETED: { description: 'It was deleted.' },
  },
});

@ObjectType({ description: 'Who changed an automation, when, from what to what.' })
export class AutomationChange {
  @Field(() => ID, { description: 'UUIDv7: sorts by the time of the change.' })
  id!: string;

  @Field(() => ID, { description: 'Which automation; it may be deleted since.' })
  automationId!: string;

  @Field(() => AutomationChangeEnum, { description: 'What happened.' })
  change!: AutomationChangeKind;

  @Field(() => String, { description: 'What changed it: api_key, user or system.' })
  actorType!: string;

  @Field(() => ID, { nullable: true, description: 'Which key or person; null for the system.' })
  actorId!: string | null;

  @Field(() => String, { nullable: true, description: "The key's or person's name at that time." })
  actorName!: string | null;

  @Field(() => JsonScalar, { nullable: true, description: 'What it was before, secrets hidden; null when it was made.' })
  before!: Json;

  @Field(() => JsonScalar, { nullable: true, description: 'What it was after, secrets hidden; null when it was deleted.' })
  after!: Json;

  @Field(() => Date, { description: 'When.' })
  changedAt!: Date;
}

/** A page of changes. */
export const AutomationChangeConnection = connectionOf(AutomationChange);
