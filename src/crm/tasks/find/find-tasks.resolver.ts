import { Args, Query, Resolver } from '@nestjs/graphql';
import { checkedFilter } from '../../../kernel/checks/checks.js';
import { Finder } from '../../../platform/database/finder.js';
import type { Reader } from '../../../platform/database/reader.js';
import type { Connection } from '../../../platform/paging/connection.js';
import { isPlain } from '../../../platform/paging/find.js';
import type { CountedConnection } from '../../../platform/paging/total-count.js';
import { Allow, Asks } from '../../../platform/requester/allow.decorator.js';
import type { Requester } from '../../../platform/requester/requester.js';
import type { TaskRow } from '../task.entity.js';
import { Task, TaskConnection } from '../task.graphql.js';
import { TasksService } from '../tasks.service.js';
import { TasksArgs } from './task-filter.graphql.js';
import { countTasks, findTasks, hasOnlyIds } from './tasks.finding.js';

/** The list of tasks. */
@Resolver(() => Task)
export class FindTasksResolver {
  constructor(
    private readonly tasks: TasksService,
    private readonly finder: Finder,
  ) {}

  @Allow('viewer')
  @Query(() => TaskConnection, { name: 'tasks', description: 'Tasks, newest first unless ordered otherwise.' })
  async list(@Asks() { reader }: Requester, @Args() args: TasksArgs): Promise<CountedConnection<TaskRow>> {
    const page = await this.page(reader, args);
    return { ...page, count: () => countTasks(reader.workspaceId, this.finder, args) };
  }

  private page(reader: Reader, { filter = null, ...args }: TasksArgs): Promise<Connection<TaskRow>> {
    if (isPlain(args) && hasOnlyIds(filter ?? {})) return this.tasks.page(reader, args, checkedFilter(filter));
    return findTasks(reader, this.finder, { filter, ...args });
  }
}
