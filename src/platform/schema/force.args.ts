import { ArgsType, Field, ID } from '@nestjs/graphql';

/** An object that automations may use, and what happens to them when it is deleted or changed. */
@ArgsType()
export class ForceArgs {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether automations that use what is deleted are disabled, with the reason in their audit, instead of CONFLICT. Their drafts stay.',
  })
  force?: boolean | null;
}
