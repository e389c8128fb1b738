import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Json } from '../../kernel/json.js';
import { connectionOf } from '../../platform/paging/connection.js';
import { JsonScalar } from '../../platform/schema/scalars.js';
import { AUTOMATION_CHANGES, type AutomationChangeKind } from './automation-audit.entity.js';

/** The kinds of changes of an automation. */
const AutomationChangeEnum = Object.fromEntries(AUTOMATION_CHANGES.map((name) => [name, name])) as {
  [Kind in AutomationChangeKind]: Kind;
};

registerEnumType(AutomationChangeEnum, {
  name: 'AutomationChangeKind',
  description: 'What happened to an automation.',
  valuesMap: {
    CREATED: { description: 'It was created or duplicated from another.' },
    UPDATED: { description: 'It was edited; this created a new version.' },
    ENABLED: { description: 'Its mode became LIVE.' },
    SHADOWED: { description: 'Its mode became SHADOW.' },
    DISABLED: { description: 'Its mode became OFF.' },
    MOVED: { description: 'It was put into another folder, or into none.' },
    PUBLISHED: { description: 'Its draft was published as a new version.' },
    RESTORED: {
      description:
        'A draft was made of an earlier version; `before` is the draft that it replaced, `after` the new one.',
    },
    DISCARDED: { description: 'Its draft was discarded; `before` is that draft.' },
    DELETED: { description: 'It was deleted.' },
  },
});

@ObjectType({ description: 'A change of an automation: who, when, before and after.' })
export class AutomationChange {
  @Field(() => ID, { description: 'UUIDv7: sorts by the time of the change.' })
  id!: string;

  @Field(() => ID, { description: "The automation's id; it may have been deleted since." })
  automationId!: string;

  @Field(() => AutomationChangeEnum, { description: 'What happened.' })
  change!: AutomationChangeKind;

  @Field(() => String, { description: 'The kind of actor: api_key, user or system.' })
  actorType!: string;

  @Field(() => ID, { nullable: true, description: 'The id of the key or person; null for the system.' })
  actorId!: string | null;

  @Field(() => String, { nullable: true, description: "The key's or person's name at that time." })
  actorName!: string | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Its content before the change, with secrets hidden; null if there was none.',
  })
  before!: Json;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Its content after the change, with secrets hidden; null if there is none.',
  })
  after!: Json;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was disabled, if that came with the deletion or change of something that it used.',
  })
  reason!: string | null;

  @Field(() => Date, { description: 'When it was done.' })
  changedAt!: Date;
}

/** A page of changes. */
export const AutomationChangeConnection = connectionOf(AutomationChange);
