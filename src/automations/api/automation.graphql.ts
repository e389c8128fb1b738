import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { AutomationReference, ExecutionNode } from '../../executions/api/execution.graphql.js';
import type { Json } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import { connectionOf } from '../../platform/paging/connection.js';
import { ListOf, NestedPageArgs } from '../../platform/query-limits/query-lists.js';
import { JsonScalar } from '../../platform/schema/scalars.js';
import { AUTOMATION_MODES, type AutomationMode } from '../store/automation.js';
import { DECISION_OUTCOMES, type DecisionOutcome } from '../rules/decision.js';

export const AutomationModeEnum = Object.fromEntries(AUTOMATION_MODES.map((name) => [name, name]));
registerEnumType(AutomationModeEnum, {
  name: 'AutomationMode',
  description: 'What an automation does with events.',
  valuesMap: {
    OFF: { description: 'Nothing.' },
    SHADOW: { description: 'It decides about each event as if it were LIVE, and starts nothing: WOULD_START.' },
    LIVE: { description: 'It starts executions.' },
  },
});

@ObjectType({ description: 'What starts an automation.' })
export class AutomationTrigger {
  @Field({ description: 'The trigger type; see the catalog.' })
  type!: string;

  @Field(() => JsonScalar, { description: "Its config, as described by the trigger's configSchema." })
  config!: Json;
}

@ObjectType({ description: 'One action of an automation.' })
export class AutomationAction {
  @Field({ description: 'Its name; later actions read its output as steps.<key>.output.' })
  key!: string;

  @Field({ description: 'Its type: an action or a control step of the catalog.' })
  type!: string;

  @Field(() => JsonScalar, {
    description:
      "Its params, as described by the action's paramsSchema; any text may contain placeholders such as {{ contact.name }}.",
  })
  params!: Json;

  @Field(() => String, {
    nullable: true,
    description: 'The delay before it is performed, such as "30s", "5m", "2h" or "1d".',
  })
  delay!: string | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'The arms of a branch, [{name, conditions, actions}] with actions of this shape; null for other types.',
  })
  arms?: Json;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'The actions of a branch that are performed when no arm is taken; null for other types.',
  })
  otherwise?: Json;
}

@ObjectType('Automation', { description: 'A rule: a trigger, conditions, and the actions to perform.' })
export class AutomationNode {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: 'Its name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Its purpose.' })
  description!: string | null;

  @Field({ description: 'Whether its mode is LIVE.' })
  enabled!: boolean;

  @Field(() => AutomationModeEnum, { description: 'What it does with events.' })
  mode!: AutomationMode;

  @Field(() => String, { nullable: true, description: 'The name of the folder it is in; null for none.' })
  folder!: string | null;

  @Field(() => Int, { description: 'Increases with every edit; executions keep the version they started with.' })
  version!: number;

  @Field(() => AutomationTrigger, { description: 'What starts it.' })
  trigger!: AutomationTrigger;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'The conditions on the facts: a group {logic: "AND" | "OR", conditions: [...]} of conditions {field, operator, value} and groups; null if there are none.',
  })
  conditions!: Json;

  @ListOf(LIMITS.maxActions)
  @Field(() => [AutomationAction], { description: 'Its actions, performed in this order.' })
  actions!: AutomationAction[];

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      "How its executions begin, continue and write, as described by the catalog's settingsSchema; null if it has none.",
  })
  settings?: Json;

  @Field({ description: 'When it was created.' })
  createdAt!: Date;

  @Field({ description: 'When it, its mode or its folder was last changed.' })
  updatedAt!: Date;
}

/** A page of automations. */
export const AutomationConnection = connectionOf(AutomationNode);

const DecisionOutcomeEnum = Object.fromEntries(DECISION_OUTCOMES.map((name) => [name, name])) as {
  [N in DecisionOutcome]: N;
};

registerEnumType(DecisionOutcomeEnum, {
  name: 'DecisionOutcome',
  description: 'The outcome of a decision about an automation and an event.',
  valuesMap: {
    STARTED: { description: 'It started an execution.' },
    WOULD_START: { description: 'Its mode is SHADOW: it would have started an execution.' },
    TRIGGER_CONFIG_MISMATCH: { description: "The event does not match the trigger's config." },
    CONDITIONS_FALSE: { description: 'A condition was false; the reason names it.' },
    CASCADE_LIMIT: {
      description: 'Too many automations lie between this event and the original change, so the loop was stopped here.',
    },
    TOO_OLD: {
      description:
        'The event was reported too late to start anything, such as a message from days ago; the reason says when.',
    },
    UNUSABLE_DEFINITION: { description: 'The automation can no longer run; the reason says why.' },
    DISPATCH_FAILED: { description: 'The decision failed repeatedly; the reason says how.' },
  },
});

@ObjectType('Decision', { description: 'Why an automation did or did not start for an event.' })
export class DecisionNode {
  @Field(() => AutomationReference, { description: 'The automation, with its name at that time.' })
  automation!: AutomationReference;

  @Field(() => DecisionOutcomeEnum, { description: 'The outcome.' })
  outcome!: DecisionOutcome;

  @Field({ description: 'The reason in words, with the operand that decided.' })
  reason!: string;

  @Field(() => ExecutionNode, { nullable: true, description: 'The execution it started.' })
  execution!: ExecutionNode | null;
}

/** The paging arguments of an event's decisions. */
@ArgsType()
export class DecisionsArgs extends NestedPageArgs {
  @Field(() => ID, {
    nullable: true,
    description: "The automation's id of the last item of the previous page; starts at the beginning if omitted.",
  })
  declare after?: string | null;
}
