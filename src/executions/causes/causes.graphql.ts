import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { EventNode } from '../../platform/events/event.graphql.js';
import { ExecutionNode } from '../api/execution.graphql.js';
import { WAIT_KINDS, type WaitKind } from './execution-wait.js';

const WaitKindEnum = Object.fromEntries(WAIT_KINDS.map((name) => [name, name])) as { [N in WaitKind]: N };

registerEnumType(WaitKindEnum, {
  name: 'WaitKind',
  description: 'What an execution waits for.',
  valuesMap: {
    PLACE: { description: 'A free slot: the workspace already runs the maximum number of executions.' },
    SUBJECT: { description: 'Another execution for the same order, or for the same contact if there is no order.' },
    DELAY: { description: 'The delay before an action.' },
    RETRY: { description: 'The next attempt, after a failed attempt or after its worker stopped.' },
    EVENT: { description: 'An event.' },
    QUIET_HOURS: { description: 'The end of its quiet hours.' },
    PROVIDER: { description: "The provider's report whether a message was sent." },
    THROTTLE: { description: "The automation's rate limit." },
    HOLD: { description: 'A person who must release it.' },
  },
});

@ObjectType('ExecutionWait', { description: 'What an execution waits for.' })
export class ExecutionWaitNode {
  @Field(() => WaitKindEnum, { description: 'The kind of wait.' })
  kind!: WaitKind;

  @Field(() => Date, { nullable: true, description: 'The latest time at which it continues; null if unknown.' })
  until!: Date | null;

  @Field({ description: 'The reason in words.' })
  detail!: string;
}

@ObjectType('ExecutionCause', { description: 'What started an execution.' })
export class ExecutionCauseNode {
  @Field(() => EventNode, {
    nullable: true,
    description: 'The event that started it; null after its retention period.',
  })
  event!: EventNode | null;

  @Field(() => ExecutionNode, {
    nullable: true,
    description:
      'The execution whose action caused that event; null for an external change and after its retention period.',
  })
  execution!: ExecutionNode | null;
}
