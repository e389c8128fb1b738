import { ArgsType, Extensions, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/paging/connection.js';
import { ExpectingArgs } from '../../platform/schema/expecting.args.js';
import { OF_ANOTHER_SYSTEM } from '../../platform/schema/lower-case-ids.js';
import type { TaskPriority, TaskStatus } from './task.entity.js';

/** The status of a task. */
export const TaskStatusEnum = { OPEN: 'OPEN', COMPLETED: 'COMPLETED' } as const;

registerEnumType(TaskStatusEnum, {
  name: 'TaskStatus',
  description: 'The status of a task.',
  valuesMap: { OPEN: { description: 'Not completed.' }, COMPLETED: { description: 'Done.' } },
});

/** The priority of a task. */
export const TaskPriorityEnum = { LOW: 'LOW', MEDIUM: 'MEDIUM', HIGH: 'HIGH', URGENT: 'URGENT' } as const;

registerEnumType(TaskPriorityEnum, {
  name: 'TaskPriority',
  description: 'The priority of a task.',
  valuesMap: {
    LOW: { description: 'Less urgent than MEDIUM.' },
    MEDIUM: { description: 'The default.' },
    HIGH: { description: 'More urgent than MEDIUM.' },
    URGENT: { description: 'Immediately.' },
  },
});

@ObjectType({ description: 'Something to do; it may concern a contact, an order, both or neither.' })
export class Task {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field(() => String, { description: 'Title, 1 to 200 characters.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Description.' })
  description!: string | null;

  @Field(() => TaskStatusEnum, { description: 'Its status.' })
  status!: TaskStatus;

  @Field(() => TaskPriorityEnum, { description: 'Its priority.' })
  priority!: TaskPriority;

  @Field(() => Date, { nullable: true, description: 'The due date; a task that is still open afterwards is overdue.' })
  dueAt!: Date | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The assignee: the id of a member, or an id from your own user directory.',
  })
  assigneeId!: string | null;

  @Field(() => Date, { nullable: true, description: 'When it was completed.' })
  completedAt!: Date | null;

  @Field(() => Int, { description: 'Increases with every change of its own fields; pass it as expectedVersion.' })
  version!: number;

  @Field(() => Date, { description: 'When it was created.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it was last changed.' })
  updatedAt!: Date;

  contactId!: string | null;
  orderId!: string | null;
}

@InputType({ description: 'A new task.' })
export class CreateTaskInput {
  @Field(() => String, { description: 'Title, 1 to 200 characters.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Description, at most 4096 characters.' })
  description?: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'The due date; task.overdue is published once when it passes.',
  })
  dueAt?: Date | null;

  @Field(() => TaskPriorityEnum, { nullable: true, description: 'Its priority; MEDIUM if omitted.' })
  priority?: TaskPriority | null;

  @Extensions(OF_ANOTHER_SYSTEM)
  @Field(() => ID, {
    nullable: true,
    description: 'The assignee: the id of a member, or an id from your own user directory, at most 200 characters.',
  })
  assigneeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The contact it is about; NOT_FOUND if it does not exist.' })
  contactId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The order it is about; NOT_FOUND if it does not exist.' })
  orderId?: string | null;
}

@InputType({ description: 'Changes of a task; omitted fields stay the same, null clears a field.' })
export class UpdateTaskInput {
  @Field(() => String, { nullable: true, description: 'Title, 1 to 200 characters; cannot be cleared.' })
  title?: string;

  @Field(() => String, { nullable: true, description: 'Description, at most 4096 characters.' })
  description?: string | null;

  @Field(() => Date, { nullable: true, description: 'The due date; each due date can make it overdue once.' })
  dueAt?: Date | null;

  @Field(() => TaskPriorityEnum, { nullable: true, description: 'Its priority; cannot be cleared.' })
  priority?: TaskPriority;

  @Extensions(OF_ANOTHER_SYSTEM)
  @Field(() => ID, {
    nullable: true,
    description: 'The assignee: the id of a member, or an id from your own user directory, at most 200 characters.',
  })
  assigneeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The contact it is about; NOT_FOUND if it does not exist.' })
  contactId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The order it is about; NOT_FOUND if it does not exist.' })
  orderId?: string | null;
}

/** A page of tasks. */
export const TaskConnection = connectionOf(Task);

@ArgsType()
export class UpdateTaskArgs extends ExpectingArgs {
  @Field(() => UpdateTaskInput, { description: 'The fields to change.' })
  input!: UpdateTaskInput;
}
