import { ArgsType, Field, ID, Int } from '@nestjs/graphql';

/** The object to change, and the version it must have. */
@ArgsType()
export class ExpectingArgs {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version the caller read; CONFLICT with `extensions.version` if the current one differs. Not checked if omitted.',
  })
  expectedVersion?: number | null;
}
