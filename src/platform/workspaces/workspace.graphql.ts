import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A tenant: what belongs to one team.' })
export class Workspace {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'Its time zone, such as America/Bogota; used where a contact has none.' })
  timeZone!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The currency of its amounts, by ISO 4217, such as COP; null until it is set.',
  })
  currency!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "How the console writes numbers and dates, by BCP 47, such as es-CO; null for the viewer's language.",
  })
  locale!: string | null;
}

@InputType({ description: 'Changes of the workspace; omitted fields stay the same.' })
export class UpdateWorkspaceInput {
  @Field(() => String, { nullable: true, description: 'Name, 1 to 200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Time zone, such as America/Bogota.' })
  timeZone?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Currency of ISO 4217, such as COP; null clears it. Existing amounts stay as they are.',
  })
  currency?: string | null;

  @Field(() => String, { nullable: true, description: 'Locale of BCP 47, such as es-CO; null clears it.' })
  locale?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many days events and ended executions are kept, 1 to limits.retentionDays; older ones are deleted within some hours. Null: as long as the server keeps them.',
  })
  retentionDays?: number | null;
}
