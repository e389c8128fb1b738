import { Field, ID, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../requester/allow.decorator.js';
import { RoleEnum } from '../api-keys/api-key.graphql.js';
import type { Requester, Role } from '../requester/requester.js';
import { Workspaces } from '../workspaces/workspace.service.js';

@ObjectType({ description: 'The workspace of a credential.' })
export class WorkspaceReference {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The currency of its amounts, by ISO 4217; null until it is set.',
  })
  currency!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "How the console writes numbers and dates, by BCP 47; null for the viewer's language.",
  })
  locale!: string | null;
}

@ObjectType({ description: 'The caller.' })
export class Me {
  @Field(() => ID, { description: 'The id of the key or person, as in members.' })
  id!: string;

  @Field(() => String, { description: 'The name of the key, or of the person in the token.' })
  name!: string;

  @Field(() => RoleEnum, { description: 'The permissions of the credential.' })
  role!: Role;

  @Field(() => WorkspaceReference, { description: 'The workspace of the credential.' })
  workspace!: WorkspaceReference;
}

/** Describes the caller. */
@Resolver()
export class MeResolver {
  constructor(private readonly workspaces: Workspaces) {}

  @Allow('viewer')
  @Query(() => Me, { description: 'The owner, permissions and workspace of this credential.' })
  async me(@Asks() { principal, reader }: Requester): Promise<Me> {
    const { id, name } = principal.actor;
    return { id, name, role: principal.role, workspace: await this.workspaces.find(reader) };
  }
}
