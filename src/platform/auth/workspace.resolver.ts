import { Args, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../requester/allow.decorator.js';
import type { Requester } from '../requester/requester.js';
import { UnitOfWork } from '../work/unit-of-work.js';
import { Workspaces } from './workspace.service.js';

@ObjectType({ description: 'A tenant: what belongs to one team.' })
class Workspace {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'Its time zone, such as America/Bogota; used where a contact has none.' })
  timeZone!: string;
}

@InputType({ description: 'Changes of the workspace; omitted fields stay the same.' })
export class UpdateWorkspaceInput {
  @Field(() => String, { nullable: true, description: 'Name, 1 to 200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Time zone, such as America/Bogota.' })
  timeZone?: string | null;
}

@Resolver(() => Workspace)
export class WorkspaceResolver {
  constructor(
    private readonly workspaces: Workspaces,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Allow('viewer')
  @Query(() => Workspace, { name: 'workspace', description: 'The workspace of this credential.' })
  workspace(@Asks() { reader }: Requester) {
    return this.workspaces.find(reader);
  }

  @Allow('admin')
  @Mutation(() => Workspace, { description: 'Changes the workspace. INVALID_INPUT.' })
  updateWorkspace(
    @Asks() { origin }: Requester,
    @Args('input', { description: 'The fields to change.' }) input: UpdateWorkspaceInput,
  ) {
    return this.unitOfWork.run(origin, (work) => this.workspaces.update(work, input));
  }
}
