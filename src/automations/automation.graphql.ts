import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { AutomationReference, ExecutionNode } from '../executions/execution.graphql.js';
import type { Json } from '../kernel/json.js';
import { connectionOf } from '../platform/graphql/connection.js';
import { JsonScalar } from '../platform/graphql/scalars.js';
import { DECISION_OUTCOMES, type DecisionOutcome } from './decision.js';

@ObjectType({ description: 'When an automation starts.' })
export class AutomationTrigger {
  @Field({ description: 'Which kind of thing must happen; see the catalog.' })
  type!: string;

  @Field(() => JsonScalar, { description: "Narrows it, as the trigger's configSchema says." })
  config!: Json;
}

@ObjectType({ description: 'One action of an automation.' })
export class AutomationAction {
  @Field({ description: 'Its name, by which later actions read its output: steps.<key>.output.' })
  key!: string;

  @Field({ description: 'What it does; see the catalog.' })
  type!: string;

  @Field(() => JsonScalar, { description: "How, as the action's paramsSchema says; any text may hold placeholders such as {{ contact.name }}." })
  params!: Json;

  @Field(() => String, { nullable: true, description: 'How long it waits before it acts, such as "30s", "5m", "2h" or "1d".' })
  delay!: string | null;
}

@ObjectType('Automation', { description: 'When this happens, under these conditions, do that.' })
export class AutomationNode {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: 'Its name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description!: string | null;

  @Field({ description: 'Whether it starts executions, and whether those under way may go on.' })
  enabled!: boolean;

  @Field(() => Int, { description: 'Rises with every edit; executions keep the version they started with.' })
  version!: number;

  @Field(() => AutomationTrigger, { description: 'When it starts.' })
  trigger!: AutomationTrigger;

  @Field(() => JsonScalar, { nullable: true, description: 'What must be true of the facts: a group {logic: "AND" | "OR", conditions: [...]} of conditions {field, operator, value} and groups; null for always.' })
  conditions!: Json;

  @Field(() => [AutomationAction], { description: 'What it does, one after another.' })
  actions!: AutomationAction[];

  @Field({ description: 'When it was created.' })
  createdAt!: Date;

  @Field({ description: 'When it was last edited, enabled or disabled.' })
  updatedAt!: Date;
}

/** A page of automations. */
export const AutomationConnection = connectionOf(AutomationNode);

@InputType({ description: 'When an automation starts.' })
export class AutomationTriggerInput {
  @Field({ description: 'A trigger type of the catalog, such as "order.stage_changed".' })
  type!: string;

  @Field(() => JsonScalar, { nullable: true, description: "Narrows it, as the trigger's configSchema says." })
  config?: Json;
}

@InputType({ description: 'One action.' })
export class AutomationActionInput {
  @Field(() => String, { nullable: true, description: 'Its name for steps.<key>; its type and place when not given.' })
  key?: string | null;

  @Field({ description: 'An action type of the catalog, such as "assign_tag".' })
  type!: string;

  @Field(() => JsonScalar, { nullable: true, description: "As the action's paramsSchema says." })
  params?: Json;

  @Field(() => String, { nullable: true, description: 'How long it waits before it acts: "30s", "5m", "2h" or "1d"; at most 30 days.' })
  delay?: string | null;
}

@InputType({ description: 'An automation to create. INVALID_INPUT lists every mistake with its path.' })
export class CreateAutomationInput {
  @Field({ description: '1 to 200 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is for; at most 2000 characters.' })
  description?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it starts executions at once; true when not given.' })
  enabled?: boolean | null;

  @Field(() => AutomationTriggerInput, { description: 'When it starts.' })
  trigger!: AutomationTriggerInput;

  @Field(() => JsonScalar, { nullable: true, description: 'What must be true: {logic: "AND", conditions: [{field: "order.value", operator: "gt", value: 100}]}; null for always.' })
  conditions?: Json;

  @Field(() => [AutomationActionInput], { description: '1 to 20 actions, done one after another.' })
  actions!: AutomationActionInput[];
}

@InputType({ description: 'What to change of an automation; what is left out stays. Makes a new version.' })
export class UpdateAutomationInput {
  @Field(() => String, { nullable: true, description: '1 to 200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for; at most 2000 characters.' })
  description?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it starts executions.' })
  enabled?: boolean | null;

  @Field(() => AutomationTriggerInput, { nullable: true, description: 'When it starts.' })
  trigger?: AutomationTriggerInput | null;

  @Field(() => JsonScalar, { nullable: true, description: 'What must be true; null for always.' })
  conditions?: Json;

  @Field(() => [AutomationActionInput], { nullable: true, description: '1 to 20 actions, all of them anew.' })
  actions?: AutomationActionInput[] | null;
}

@InputType('AutomationFilter', { description: 'Narrows a list of automations; what is left out does not.' })
export class AutomationFilterInput {
  @Field(() => String, { nullable: true, description: 'Only those with this text in name or description, whatever its case.' })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Only those with this trigger.' })
  triggerType?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Only enabled, or only disabled ones.' })
  enabled?: boolean | null;
}

export const DecisionOutcomeEnum = Object.fromEntries(DECISION_OUTCOMES.map((name) => [name, name])) as { [N in DecisionOutcome]: N };

registerEnumType(DecisionOutcomeEnum, {
  name: 'DecisionOutcome',
  description: 'What was decided about an automation and an event.',
  valuesMap: {
    STARTED: { description: 'It started an execution.' },
    TRIGGER_CONFIG_MISMATCH: { description: "The event does not fit the trigger's config." },
    CONDITIONS_FALSE: { description: 'A condition was false; the reason names it.' },
    CASCADE_LIMIT: { description: 'Too many automations lie between this event and the change that began it: the loop was cut here.' },
    UNUSABLE_DEFINITION: { description: 'The automation can no longer be run; the reason says why.' },
    DISPATCH_FAILED: { description: 'Deciding failed again and again; the reason says how.' },
  },
});

@ObjectType('Decision', { description: 'Why an automation did or did not start for an event.' })
export class DecisionNode {
  @Field(() => AutomationReference, { description: 'The automation, by its name then.' })
  automation!: AutomationReference;

  @Field(() => DecisionOutcomeEnum, { description: 'What was decided.' })
  outcome!: DecisionOutcome;

  @Field({ description: 'Why, in words, with the operand that decided.' })
  reason!: string;

  @Field(() => ExecutionNode, { nullable: true, description: 'The execution it started.' })
  execution!: ExecutionNode | null;
}
