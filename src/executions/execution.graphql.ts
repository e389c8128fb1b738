import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Json } from '../kernel/json.js';
import { connectionOf } from '../platform/graphql/connection.js';
import { JsonScalar } from '../platform/graphql/scalars.js';
import { EXECUTION_STATUSES, STEP_STATUSES, type Execution, type ExecutionStatus, type Step, type StepStatus } from './execution.js';

const asEnum = <Name extends string>(names: readonly Name[]) => Object.fromEntries(names.map((name) => [name, name])) as { [N in Name]: N };

export const ExecutionStatusEnum = asEnum(EXECUTION_STATUSES);
export const StepStatusEnum = asEnum(STEP_STATUSES);

registerEnumType(ExecutionStatusEnum, {
  name: 'ExecutionStatus',
  description: 'Where an execution stands.',
  valuesMap: {
    QUEUED: { description: 'Waits its turn: for a free place in the workspace, or for another execution on the same order.' },
    RUNNING: { description: 'Its actions are being done.' },
    SLEEPING: { description: 'Waits for a time: a delay, a retry, or a provider that has to say whether a message was sent.' },
    SUCCEEDED: { description: 'All its actions succeeded.' },
    FAILED: { description: 'An action failed for good; the rest was skipped.' },
    CANCELLED: { description: 'Ended before its next action: cancelled, or its automation was disabled or deleted.' },
  },
});

registerEnumType(StepStatusEnum, {
  name: 'StepStatus',
  description: 'Where an action of an execution stands.',
  valuesMap: {
    PENDING: { description: 'Still to come.' },
    RUNNING: { description: 'Its call to the outside is under way.' },
    WAITING: { description: 'Waits for its delay, or for its next attempt.' },
    SUCCEEDED: { description: 'Done and recorded.' },
    FAILED: { description: 'Failed for good.' },
    SKIPPED: { description: 'Will not be done: an earlier action failed, or the execution was ended.' },
    UNKNOWN: { description: 'Sent, but nobody knows whether it arrived; never sent again blindly.' },
  },
});

@ObjectType({ description: 'Why an action failed.' })
export class ExecutionStepError {
  @Field({ description: 'A code for programs, such as HTTP_410 or EMPTY_VARIABLE.' })
  code!: string;

  @Field({ description: 'The reason in words.' })
  message!: string;

  @Field({ description: 'Whether it is tried again by itself.' })
  retryable!: boolean;
}

@ObjectType({ description: 'Why an execution ended without success.' })
export class ExecutionFailure {
  @Field({ description: 'A code for programs, such as CANCELLED, AUTOMATION_DISABLED, UNKNOWN_OUTCOME, or that of the failed action.' })
  code!: string;

  @Field({ description: 'The reason in words.' })
  message!: string;
}

@ObjectType('ExecutionStep', { description: 'One action in an execution.' })
export class ExecutionStepNode {
  @Field(() => Int, { description: 'Its place, from 0.' })
  index!: number;

  @Field({ description: 'Its name, by which later actions read its output: steps.<key>.output.' })
  key!: string;

  @Field({ description: 'The type of the action, such as assign_tag.' })
  actionType!: string;

  @Field(() => StepStatusEnum, { description: 'Where it stands.' })
  status!: StepStatus;

  @Field(() => Int, { description: 'How often it was tried; counted anew once retryExecution resumes it.' })
  attempts!: number;

  @Field(() => JsonScalar, { nullable: true, description: 'Its params, as their templates were filled in; secrets left out.' })
  input!: Json;

  @Field(() => JsonScalar, { nullable: true, description: 'What it gave back.' })
  output!: Json;

  @Field(() => ExecutionStepError, { nullable: true, description: 'Why its last attempt failed.' })
  error!: ExecutionStepError | null;

  @Field(() => Date, { nullable: true, description: 'When it was first tried.' })
  startedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it ended.' })
  completedAt!: Date | null;

  @Field(() => Float, { nullable: true, description: 'Milliseconds from its first attempt to its end.' })
  durationMs!: number | null;
}

@ObjectType({ description: 'An automation as its history knows it; it may be deleted since.' })
export class AutomationReference {
  @Field(() => ID, { description: "The automation's id." })
  id!: string;

  @Field({ description: 'Its name then.' })
  name!: string;
}

@ObjectType('Execution', { description: 'One run of an automation for one event.' })
export class ExecutionNode {
  @Field(() => ID, { description: 'UUIDv7: sorts by the time it was queued.' })
  id!: string;

  @Field(() => ExecutionStatusEnum, { description: 'Where it stands.' })
  status!: ExecutionStatus;

  @Field(() => Int, { description: 'Counts its changes, from 1 without a gap: a subscriber that sees one missed a change.' })
  seq!: number;

  @Field(() => Int, { description: 'The version of the automation it runs; an edit does not change it in flight.' })
  automationVersion!: number;

  @Field(() => Int, { description: 'How many automations lie between it and the change from outside that began it.' })
  cascadeDepth!: number;

  @Field({ description: 'Whether somebody asked to cancel it: a RUNNING one ends before its next action.' })
  cancelRequested!: boolean;

  @Field(() => Date, { nullable: true, description: 'When it wakes; null unless SLEEPING.' })
  wakeAt!: Date | null;

  @Field(() => ExecutionFailure, { nullable: true, description: 'Why it failed or was cancelled.' })
  error!: ExecutionFailure | null;

  @Field({ description: 'When it was started by its event.' })
  queuedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was first let run.' })
  startedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it ended.' })
  completedAt!: Date | null;

  @Field(() => Float, { nullable: true, description: 'Milliseconds from its start to its end, sleeps included.' })
  durationMs!: number | null;
}

/** What resolvers of an execution's fields are handed; `steps` only where they are known already. */
export type ExecutionParent = Execution & { durationMs: number | null; recorded?: Step[] };

/** Milliseconds between two instants; null while one is missing. */
export const durationOf = ({ startedAt, completedAt }: { startedAt: Date | null; completedAt: Date | null }) =>
  startedAt && completedAt ? Math.max(0, completedAt.getTime() - startedAt.getTime()) : null;

/** A page of executions. */
export const ExecutionConnection = connectionOf(ExecutionNode);

@InputType('ExecutionFilter', { description: 'Narrows a list of executions; what is left out does not.' })
export class ExecutionFilterInput {
  @Field(() => ID, { nullable: true, description: 'Only of this automation.' })
  automationId?: string | null;

  @Field(() => ExecutionStatusEnum, { nullable: true, description: 'Only with this status.' })
  status?: ExecutionStatus | null;

  @Field(() => String, { nullable: true, description: 'Only of automations with this trigger, such as order.stage_changed.' })
  triggerType?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only those that this event started.' })
  eventId?: string | null;

  @Field(() => Date, { nullable: true, description: 'Only queued at or after this instant.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Only queued before this instant.' })
  to?: Date | null;
}
