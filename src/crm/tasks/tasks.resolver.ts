import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Asks } from '../../platform/requester/allow.decorator.js';
import type { Requester } from '../../platform/requester/requester.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { Member } from '../../platform/members/member.graphql.js';
import { membersByIds } from '../../platform/members/members.js';
import { Contact } from '../contacts/contact.graphql.js';
import { contactsById } from '../contacts/contacts.loaders.js';
import { Order } from '../orders/api/order.graphql.js';
import { ordersById } from '../orders/orders.loaders.js';
import { CreateTaskInput, Task, UpdateTaskArgs } from './task.graphql.js';
import { TasksService } from './tasks.service.js';

@Resolver(() => Task)
export class TasksResolver {
  constructor(
    private readonly tasks: TasksService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Allow('viewer')
  @Query(() => Task, { description: 'One task. NOT_FOUND.' })
  task(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return this.tasks.byId(asks.reader, id);
  }

  @Allow('editor')
  @Mutation(() => Task, {
    description:
      'Creates a task and publishes task.created. NOT_FOUND if its contact or order does not exist; INVALID_INPUT.',
  })
  createTask(@Asks() asks: Requester, @Args('input', { description: 'The new task.' }) input: CreateTaskInput) {
    return this.unitOfWork.run(asks.origin, (work) => this.tasks.create(work, input));
  }

  @Allow('editor')
  @Mutation(() => Task, {
    description: 'Updates a task; publishes task.updated if something changed. NOT_FOUND, CONFLICT, INVALID_INPUT.',
  })
  updateTask(@Asks() asks: Requester, @Args() { id, input, expectedVersion }: UpdateTaskArgs) {
    return this.unitOfWork.run(asks.origin, (work) => this.tasks.update(work, id, { ...input, expectedVersion }));
  }

  @Allow('editor')
  @Mutation(() => Task, {
    description: 'Completes a task and publishes task.completed, unless it is already completed. NOT_FOUND.',
  })
  completeTask(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return this.unitOfWork.run(asks.origin, (work) => this.tasks.complete(work, id));
  }

  @Allow('editor')
  @Mutation(() => Task, {
    description: 'Reopens a completed task and publishes task.reopened, unless it is open. NOT_FOUND.',
  })
  reopenTask(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return this.unitOfWork.run(asks.origin, (work) => this.tasks.reopen(work, id));
  }

  @Allow('editor')
  @Mutation(() => Task, { description: 'Deletes a task and publishes task.deleted. NOT_FOUND.' })
  deleteTask(@Asks() asks: Requester, @Args('id', { type: () => ID, description: 'Its id.' }) id: string) {
    return this.unitOfWork.run(asks.origin, (work) => this.tasks.delete(work, id));
  }

  @ResolveField(() => Member, {
    nullable: true,
    description: 'Who it is assigned to; null for nobody, and for an id that is not of a member.',
  })
  assignee(@Asks() asks: Requester, @Parent() task: Task) {
    return task.assigneeId && asks.loaders.load(membersByIds, task.assigneeId);
  }

  @ResolveField(() => Contact, { nullable: true, description: 'The contact it is about.' })
  contact(@Asks() asks: Requester, @Parent() task: Task) {
    return task.contactId && asks.loaders.load(contactsById, task.contactId);
  }

  @ResolveField(() => Order, { nullable: true, description: 'The order it is about.' })
  order(@Asks() asks: Requester, @Parent() task: Task) {
    return task.orderId && asks.loaders.load(ordersById, task.orderId);
  }
}
