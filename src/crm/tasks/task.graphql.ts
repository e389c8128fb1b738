import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import type { TaskPriority, TaskStatus } from './task.entity.js';

/** Whether a task is to be done or done. */
export const TaskStatusEnum = { OPEN: 'OPEN', COMPLETED: 'COMPLETED' } as const;

registerEnumType(TaskStatusEnum, {
  name: 'TaskStatus',
  description: 'Whether a task is to be done or done.',
  valuesMap: { OPEN: { description: 'To be done.' }, COMPLETED: { description: 'Done.' } },
});

/** How much a task presses. */
export const TaskPriorityEnum = { LOW: 'LOW', MEDIUM: 'MEDIUM', HIGH: 'HIGH', URGENT: 'URGENT' } as const;

registerEnumType(TaskPriorityEnum, {
  name: 'TaskPriority',
  description: 'How much a task presses.',
  valuesMap: {
    LOW: { description: 'When there is time.' },
    MEDIUM: { description: 'The usual.' },
    HIGH: { description: 'Before the usual.' },
    URGENT: { description: 'At once.' },
  },
});

@ObjectType({ description: 'Something to be done, for a contact, an order, both or neither.' })
export class Task {
  @Field(() => ID, { description: 'UUID; sorts by creation.' })
  id!: string;

  @Field(() => String, { description: 'Title, 1 to 200 characters.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Description.' })
  description!: string | null;

  @Field(() => TaskStatusEnum, { description: 'Whether it is to be done or done.' })
  status!: TaskStatus;

  @Field(() => TaskPriorityEnum, { description: 'How much it presses.' })
  priority!: TaskPriority;

  @Field(() => Date, { nullable: true, description: 'When it should be done; open after that, it is overdue.' })
  dueAt!: Date | null;

  @Field(() => ID, { nullable: true, description: 'Who should do it; an id of your own user directory.' })
  assigneeId!: string | null;

  @Field(() => Date, { nullable: true, description: 'When it was completed.' })
  completedAt!: Date | null;

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

  @Field(() => Date, { nullable: true, description: 'When it should be done; task.overdue is published once when it passes.' })
  dueAt?: Date | null;

  @Field(() => TaskPriorityEnum, { nullable: true, description: 'How much it presses; MEDIUM when not given.' })
  priority?: TaskPriority | null;

  @Field(() => ID, { nullable: true, description: 'Who should do it; an id of your own user directory, at most 200 characters.' })
  assigneeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The contact it is about; NOT_FOUND when there is none.' })
  contactId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The order it is about; NOT_FOUND when there is none.' })
  orderId?: string | null;
}

@InputType({ description: 'What to change of a task; what is missing stays as it is, null clears it.' })
export class UpdateTaskInput {
  @Field(() => String, { nullable: true, description: 'Title, 1 to 200 characters; cannot be cleared.' })
  title?: string;

  @Field(() => String, { nullable: true, description: 'Description, at most 4096 characters.' })
  description?: string | null;

  @Field(() => Date, { nullable: true, description: 'When it should be done; each due date can make it overdue once.' })
  dueAt?: Date | null;

  @Field(() => TaskPriorityEnum, { nullable: true, description: 'How much it presses; cannot be cleared.' })
  priority?: TaskPriority;

  @Field(() => ID, { nullable: true, description: 'Who should do it; an id of your own user directory, at most 200 characters.' })
  assigneeId?: string | null;
}

/** A page of tasks. */
export const TaskConnection = connectionOf(Task);
