import { Module } from '@nestjs/common';
import { totalCountOf } from '../../../platform/paging/total-count.js';
import { TaskConnection } from '../task.graphql.js';
import { TasksModule } from '../tasks.module.js';
import { FindTasksResolver } from './find-tasks.resolver.js';

@Module({ imports: [TasksModule], providers: [FindTasksResolver, totalCountOf(TaskConnection)] })
export class FindTasksModule {}
