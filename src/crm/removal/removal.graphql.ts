import { ArgsType, Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A contact that was deleted.' })
export class DeletedContact {
  @Field(() => ID, { description: 'Its former id.' })
  id!: string;

  @Field(() => Boolean, { description: 'Whether its personal data was erased.' })
  erased!: boolean;
}

@ArgsType()
export class DeleteContactArgs {
  @Field(() => ID, { description: "The contact's id. With erase, the contact may have been deleted before." })
  id!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether its personal data is removed from events, decisions and executions too. For admins.',
  })
  erase?: boolean | null;
}
