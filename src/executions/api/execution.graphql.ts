import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Json } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import { connectionOf } from '../../platform/paging/connection.js';
import { ListOf } from '../../platform/query-limits/query-lists.js';
import { JsonScalar } from '../../platform/schema/scalars.js';
import {
  EXECUTION_STATUSES,
  SKIP_REASONS,
  STEP_STATUSES,
  type Execution,
  type ExecutionStatus,
  type ExecutionWarning,
  type SkipReason,
  type Step,
  type StepStatus,
} from '../log/execution.js';

const asEnum = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { [N in Name]: N };

const ExecutionStatusEnum = asEnum(EXECUTION_STATUSES);
const StepStatusEnum = asEnum(STEP_STATUSES);
const SkipReasonEnum = asEnum(SKIP_REASONS);

registerEnumType(ExecutionStatusEnum, {
  name: 'ExecutionStatus',
  description: 'The status of an execution.',
  valuesMap: {
    QUEUED: {
      description: 'Waits for a free slot in the workspace, or for another execution on the same order.',
    },
    RUNNING: { description: 'Its actions are being performed.' },
    SLEEPING: {
      description:
        "Waits for a delay, a moment, an event, a retry, or for the provider's report whether a message was sent.",
    },
    SUCCEEDED: { description: 'All its actions succeeded, up to a stop if it came to one.' },
    FAILED: { description: 'An action failed permanently; the remaining actions were skipped.' },
    CANCELLED: {
      description: 'Ended before its next action: it was cancelled, or its automation was disabled or deleted.',
    },
  },
});

registerEnumType(StepStatusEnum, {
  name: 'StepStatus',
  description: 'The status of an action in an execution.',
  valuesMap: {
    PENDING: { description: 'Not started yet.' },
    RUNNING: { description: 'Its external call is in progress.' },
    WAITING: { description: 'Waits for its delay, for what it asks for, or for its next attempt.' },
    SUCCEEDED: { description: 'Done and recorded.' },
    FAILED: { description: 'Failed permanently.' },
    SKIPPED: { description: 'Not performed, for the reason in skippedBecause.' },
    UNKNOWN: { description: 'Sent, but it is unknown whether it arrived; never sent again automatically.' },
  },
});

registerEnumType(SkipReasonEnum, {
  name: 'SkipReason',
  description: 'Why an action was not performed.',
  valuesMap: {
    BRANCH_NOT_TAKEN: { description: 'It is in an arm that was not taken.' },
    STOPPED: { description: 'A stop ended the execution before it.' },
    FAILED_EARLIER: { description: 'An earlier action failed.' },
    CANCELLED: { description: 'The execution was cancelled before it.' },
    DISABLED: { description: 'The automation was disabled or deleted before it.' },
    OPTED_OUT: { description: 'The contact does not want messages.' },
    WINDOW_CLOSED: { description: 'The 24 hours in which a free text may be sent were over.' },
  },
});

@ObjectType({ description: 'Why an action failed.' })
export class ExecutionStepError {
  @Field({ description: 'A machine-readable code, such as HTTP_410 or EMPTY_VARIABLE.' })
  code!: string;

  @Field({ description: 'The reason in words.' })
  message!: string;

  @Field({ description: 'Whether it is retried automatically.' })
  retryable!: boolean;
}

@ObjectType({ description: 'Why an execution ended without success.' })
export class ExecutionFailure {
  @Field({
    description:
      'A machine-readable code, such as CANCELLED, AUTOMATION_DISABLED, UNKNOWN_OUTCOME, or the code of the failed action.',
  })
  code!: string;

  @Field({ description: 'The reason in words.' })
  message!: string;
}

@ObjectType('ExecutionWarning', { description: 'A later failure of an action that had succeeded.' })
class ExecutionWarningNode {
  @Field({
    description:
      'A machine-readable code: MESSAGE_FAILED for a message that the provider accepted but did not deliver.',
  })
  code!: string;

  @Field({ description: 'The reason in words.' })
  message!: string;

  @Field({ description: 'The key of the action.' })
  stepKey!: string;

  @Field(() => Date, { description: 'When it became known.' })
  at!: string;
}

@ObjectType('ExecutionStep', { description: 'One action in an execution.' })
export class ExecutionStepNode {
  @Field(() => Int, { description: 'Its position, from 0.' })
  index!: number;

  @Field({ description: 'Its name; later actions read its output as steps.<key>.output.' })
  key!: string;

  @Field({ description: 'The type of the action, such as assign_tag.' })
  actionType!: string;

  @Field(() => StepStatusEnum, { description: 'Its status.' })
  status!: StepStatus;

  @Field(() => SkipReasonEnum, { nullable: true, description: 'Why it was not performed; null unless SKIPPED.' })
  skippedBecause!: SkipReason | null;

  @Field(() => String, {
    nullable: true,
    description: 'The arm that a branch took, "otherwise" if none; null for other actions and until then.',
  })
  arm!: string | null;

  @Field(() => Int, { description: 'The number of attempts; starts over when retryExecution resumes it.' })
  attempts!: number;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Its params with their templates rendered, without secrets.',
  })
  input!: Json;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Its output; for a message that failed later, status FAILED with the error.',
  })
  output!: Json;

  @Field(() => ExecutionStepError, { nullable: true, description: 'Why its last attempt failed.' })
  error!: ExecutionStepError | null;

  @Field(() => Date, { nullable: true, description: 'When the first attempt started.' })
  startedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it ended.' })
  completedAt!: Date | null;

  @Field(() => Float, { nullable: true, description: 'Milliseconds from its first attempt to its end.' })
  durationMs!: number | null;
}

@ObjectType({ description: 'An automation as recorded in the history; it may have been deleted since.' })
export class AutomationReference {
  @Field(() => ID, { description: "The automation's id." })
  id!: string;

  @Field({ description: 'Its name at that time.' })
  name!: string;
}

@ObjectType('Execution', { description: 'One run of an automation for one event.' })
export class ExecutionNode {
  @Field(() => ID, { description: 'UUIDv7: sorts by the time it was queued.' })
  id!: string;

  @Field(() => ExecutionStatusEnum, { description: 'Its status.' })
  status!: ExecutionStatus;

  @Field(() => Int, {
    description:
      'The number of its changes, counted from 1 without gaps: a subscriber that sees a gap has missed a change.',
  })
  seq!: number;

  @Field(() => Int, { description: 'The version of the automation that it runs; later edits do not affect it.' })
  automationVersion!: number;

  @Field(() => Int, {
    description: 'How many automations lie between it and the external change that started the cascade.',
  })
  cascadeDepth!: number;

  @Field({ description: 'Whether cancellation was requested; a RUNNING execution ends before its next action.' })
  cancelRequested!: boolean;

  @Field(() => Date, { nullable: true, description: 'When it will wake up; null unless SLEEPING.' })
  wakeAt!: Date | null;

  @Field(() => ExecutionFailure, { nullable: true, description: 'Why it failed or was cancelled.' })
  error!: ExecutionFailure | null;

  // At most one for each action.
  @ListOf(LIMITS.maxActions)
  @Field(() => [ExecutionWarningNode], {
    description: 'Later failures of actions that had succeeded; they do not change the status.',
  })
  warnings!: ExecutionWarning[];

  @Field({ description: 'When its event queued it.' })
  queuedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it first ran.' })
  startedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it ended.' })
  completedAt!: Date | null;

  @Field(() => Float, { nullable: true, description: 'Milliseconds from its start to its end, including sleeps.' })
  durationMs!: number | null;
}

/** The parent of an execution's field resolvers; `steps` only if already loaded. */
export type ExecutionParent = Execution & { durationMs: number | null; recorded?: Step[] };

/** Milliseconds between two instants; null if one is missing. */
export const durationOf = ({ startedAt, completedAt }: { startedAt: Date | null; completedAt: Date | null }) =>
  startedAt && completedAt ? Math.max(0, completedAt.getTime() - startedAt.getTime()) : null;

/** A page of executions. */
export const ExecutionConnection = connectionOf(ExecutionNode);

@InputType('ExecutionFilter', { description: 'A filter for executions; omitted fields do not filter.' })
export class ExecutionFilterInput {
  @Field(() => ID, { nullable: true, description: 'Only executions of this automation.' })
  automationId?: string | null;

  @Field(() => ExecutionStatusEnum, { nullable: true, description: 'Only executions with this status.' })
  status?: ExecutionStatus | null;

  @Field(() => [ExecutionStatusEnum], {
    nullable: true,
    description: 'Only executions with one of these statuses; all if empty or omitted.',
  })
  statuses?: ExecutionStatus[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only executions started by an event about this contact or its orders; newest event first.',
  })
  contactId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only executions started by an event about this order; newest event first.',
  })
  orderId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only executions of automations with this trigger, such as order.stage_changed.',
  })
  triggerType?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only executions started by this event.' })
  eventId?: string | null;

  @Field(() => Date, { nullable: true, description: 'Only executions queued at or after this instant.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Only executions queued before this instant.' })
  to?: Date | null;
}
