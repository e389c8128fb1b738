import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Json } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import { connectionOf } from '../../platform/paging/connection.js';
import { ExpectingArgs } from '../../platform/schema/expecting.args.js';
import { ListOf } from '../../platform/query-limits/query-lists.js';
import { JsonScalar } from '../../platform/schema/scalars.js';
import { SLEEPING_EXECUTIONS, type SleepingExecutions } from '../store/automation.js';

const SleepingExecutionsEnum = Object.fromEntries(SLEEPING_EXECUTIONS.map((name) => [name, name]));
registerEnumType(SleepingExecutionsEnum, {
  name: 'SleepingExecutions',
  description: 'What happens to unfinished executions when their automation is disabled or deleted.',
  valuesMap: {
    CANCEL: { description: 'They end before their next action; sleeping ones end immediately.' },
    LET_FINISH: { description: 'They continue to their end; no new ones start.' },
  },
});

@ArgsType()
export class DeleteAutomationArgs extends ExpectingArgs {
  @Field(() => SleepingExecutionsEnum, {
    nullable: true,
    description: 'What happens to its unfinished executions; CANCEL if omitted.',
  })
  sleeping?: SleepingExecutions | null;
}

@ArgsType()
export class SetAutomationEnabledArgs extends DeleteAutomationArgs {
  @Field({ description: 'Whether it may start executions.' })
  enabled!: boolean;
}

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

  @Field({ description: 'Whether it starts executions and lets running ones continue.' })
  enabled!: boolean;

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

  @Field({ description: 'When it was last edited, enabled or disabled.' })
  updatedAt!: Date;
}

/** A page of automations. */
export const AutomationConnection = connectionOf(AutomationNode);

@InputType({ description: 'What starts an automation.' })
export class AutomationTriggerInput {
  @Field({ description: 'A trigger type of the catalog, such as "order.stage_changed".' })
  type!: string;

  @Field(() => JsonScalar, { nullable: true, description: "Its config, as described by the trigger's configSchema." })
  config?: Json;
}

@InputType({ description: 'One action.' })
export class AutomationActionInput {
  @Field(() => String, {
    nullable: true,
    description: 'Its name in steps.<key>; derived from its type and position if omitted.',
  })
  key?: string | null;

  @Field({ description: 'The type of an action or a control step of the catalog, such as "assign_tag" or "branch".' })
  type!: string;

  @Field(() => JsonScalar, { nullable: true, description: "Its params, as described by the action's paramsSchema." })
  params?: Json;

  @Field(() => String, {
    nullable: true,
    description: 'The delay before it is performed: "30s", "5m", "2h" or "1d"; at most 30 days.',
  })
  delay?: string | null;

  @Field(() => [AutomationArmInput], { nullable: true, description: 'The arms of a branch; only for a branch.' })
  arms?: AutomationArmInput[] | null;

  @Field(() => [AutomationActionInput], {
    nullable: true,
    description: 'The actions of a branch that are performed when no arm is taken; only for a branch.',
  })
  otherwise?: AutomationActionInput[] | null;
}

@InputType({ description: 'One arm of a branch, taken if its conditions are true and those of no earlier arm are.' })
export class AutomationArmInput {
  @Field({ description: '1 to 100 characters.' })
  name!: string;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Conditions like those of the automation; they may also read steps.<key>.output of earlier actions.',
  })
  conditions?: Json;

  @Field(() => [AutomationActionInput], { description: 'Its actions, performed in this order; may be empty.' })
  actions!: AutomationActionInput[];
}

@InputType({ description: 'A new automation. INVALID_INPUT lists up to 50 mistakes with their paths.' })
export class CreateAutomationInput {
  @Field({ description: '1 to 200 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Its purpose, at most 2000 characters.' })
  description?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is enabled; true if omitted.' })
  enabled?: boolean | null;

  @Field(() => AutomationTriggerInput, { description: 'What starts it.' })
  trigger!: AutomationTriggerInput;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'The conditions, such as {logic: "AND", conditions: [{field: "order.value", operator: "gt", value: 100}]}; null for none.',
  })
  conditions?: Json;

  @Field(() => [AutomationActionInput], { description: '1 to 50 actions and control steps, performed in order.' })
  actions!: AutomationActionInput[];

  @Field(() => JsonScalar, {
    nullable: true,
    description: "How its executions begin, continue and write, as described by the catalog's settingsSchema.",
  })
  settings?: Json;
}

@InputType({
  description: 'Changes of an automation; omitted fields stay the same. Creates a new version if the content changes.',
})
export class UpdateAutomationInput {
  @Field(() => String, { nullable: true, description: '1 to 200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Its purpose, at most 2000 characters.' })
  description?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it starts executions.' })
  enabled?: boolean | null;

  @Field(() => AutomationTriggerInput, { nullable: true, description: 'What starts it.' })
  trigger?: AutomationTriggerInput | null;

  @Field(() => JsonScalar, { nullable: true, description: 'The conditions; null for none.' })
  conditions?: Json;

  @Field(() => [AutomationActionInput], { nullable: true, description: '1 to 50 actions; they replace all actions.' })
  actions?: AutomationActionInput[] | null;

  @Field(() => JsonScalar, { nullable: true, description: 'They replace all settings; null for none.' })
  settings?: Json;
}

@ArgsType()
export class UpdateAutomationArgs extends ExpectingArgs {
  @Field(() => UpdateAutomationInput, { description: 'The fields to change.' })
  input!: UpdateAutomationInput;
}

@InputType('AutomationFilter', { description: 'A filter for automations; omitted fields do not filter.' })
export class AutomationFilterInput {
  @Field(() => String, {
    nullable: true,
    description: 'Only automations with this text in the name or description, ignoring case.',
  })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Only automations with this trigger.' })
  triggerType?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only enabled automations (true) or only disabled ones (false).',
  })
  enabled?: boolean | null;
}
