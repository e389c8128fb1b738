import { Args, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { LIMITS } from '../../kernel/limits.js';
import { Config } from '../config/config.js';
import { Allow, Asks } from '../requester/allow.decorator.js';
import type { Requester } from '../requester/requester.js';
import { JsonScalar } from '../schema/scalars.js';
import { UnitOfWork } from '../work/unit-of-work.js';
import { limitsOf } from './own-limits.js';
import type { WorkspaceRow } from './workspace.entity.js';
import { UpdateWorkspaceInput, Workspace } from './workspace.graphql.js';
import { Workspaces } from './workspace.service.js';

@Resolver(() => Workspace)
export class WorkspaceResolver {
  constructor(
    private readonly config: Config,
    private readonly workspaces: Workspaces,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Allow('viewer')
  @Query(() => Workspace, { name: 'workspace', description: 'The workspace of this credential.' })
  workspace(@Asks() { reader }: Requester) {
    return this.workspaces.find(reader);
  }

  @Allow('admin')
  @Mutation(() => Workspace, { description: 'Changes the workspace. For admins. INVALID_INPUT.' })
  updateWorkspace(
    @Asks() { origin }: Requester,
    @Args('input', { description: 'The fields to change.' }) input: UpdateWorkspaceInput,
  ) {
    return this.unitOfWork.run(origin, (work) => this.workspaces.update(work, input));
  }

  @ResolveField(() => JsonScalar, {
    description:
      "The limits that hold for it, its own or the server's, as an object of numbers: maxAutomations, maxActions (steps of an automation), maxCascadeDepth, concurrentExecutions, requestsPerMinute of each key, and retentionDays of the server; null where there is no limit.",
  })
  limits(@Parent() workspace: WorkspaceRow) {
    const { maxActions, maxCascadeDepth } = LIMITS;
    const { RETENTION_DAYS: retentionDays } = this.config.env;
    return { ...limitsOf(workspace, this.config), maxActions, maxCascadeDepth, retentionDays };
  }

  @ResolveField(() => Int, { description: 'How many days events and ended executions are kept.' })
  retentionDays(@Parent() { retentionDays }: WorkspaceRow) {
    const { RETENTION_DAYS } = this.config.env;
    return Math.min(retentionDays ?? RETENTION_DAYS, RETENTION_DAYS);
  }
}
