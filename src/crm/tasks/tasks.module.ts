import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactTasksResolver, OrderTasksResolver } from './entity-tasks.resolver.js';
import { OverdueTasks } from './overdue-tasks.service.js';
import { TaskDeadlineEntity } from './task-deadline.entity.js';
import { TaskEntity } from './task.entity.js';
import { TasksResolver } from './tasks.resolver.js';
import { TasksService } from './tasks.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([TaskEntity, TaskDeadlineEntity])],
  providers: [TasksService, OverdueTasks, TasksResolver, ContactTasksResolver, OrderTasksResolver],
  exports: [TasksService, OverdueTasks],
})
export class TasksModule {}
