import { ArgsType, Extensions, Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { TwoWayPageArgs } from '../../../platform/paging/connection.js';
import { OF_ANOTHER_SYSTEM } from '../../../platform/schema/lower-case-ids.js';
import { OrderDirectionEnum, type OrderDirection } from '../../../platform/schema/order-direction.js';
import type { TaskPriority, TaskStatus } from '../task.entity.js';
import { TaskPriorityEnum, TaskStatusEnum } from '../task.graphql.js';
import type { TaskOrderField } from './tasks.finding.js';

const TaskOrderFieldEnum = { DUE_AT: 'DUE_AT', CREATED_AT: 'CREATED_AT' } as const;

registerEnumType(TaskOrderFieldEnum, {
  name: 'TaskOrderField',
  description: 'A field by which tasks can be ordered.',
  valuesMap: {
    DUE_AT: { description: 'When it is due; tasks that are never due count as due last.' },
    CREATED_AT: { description: 'When it was created.' },
  },
});

@InputType('TaskOrder', { description: 'How tasks are ordered.' })
export class TaskOrderInput {
  @Field(() => TaskOrderFieldEnum, { description: 'The field.' })
  field!: TaskOrderField;

  @Field(() => OrderDirectionEnum, { nullable: true, description: 'ASC if omitted.' })
  direction?: OrderDirection | null;
}

@InputType({ description: 'A filter for tasks: all given parts must hold.' })
export class TaskFilter {
  @Field(() => ID, { nullable: true, description: 'Only tasks of this contact.' })
  contactId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only tasks of this order.' })
  orderId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Words that all occur in its title, ignoring case and accents; a word of one or two letters must begin a word. At most 8 words and 400 characters.',
  })
  text?: string | null;

  @Field(() => TaskStatusEnum, { nullable: true, description: 'Its status.' })
  status?: TaskStatus | null;

  @Field(() => TaskPriorityEnum, { nullable: true, description: 'Its priority.' })
  priority?: TaskPriority | null;

  @Extensions(OF_ANOTHER_SYSTEM)
  @Field(() => ID, { nullable: true, description: 'The assignee: an id from your own user directory.' })
  assigneeId?: string | null;

  @Field(() => Date, { nullable: true, description: 'It is due at this time or later.' })
  dueFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'It is due before this time.' })
  dueTo?: Date | null;
}

@ArgsType()
export class TasksArgs extends TwoWayPageArgs {
  @Field(() => TaskFilter, { nullable: true, description: 'Filters the list.' })
  filter?: TaskFilter | null;

  @Field(() => [TaskOrderInput], { nullable: true, description: 'One field to order by; newest first if omitted.' })
  orderBy?: TaskOrderInput[] | null;
}
