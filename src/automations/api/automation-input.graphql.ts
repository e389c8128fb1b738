import { ArgsType, Field, InputType, registerEnumType } from '@nestjs/graphql';
import type { Json } from '../../kernel/json.js';
import { ExpectingArgs } from '../../platform/schema/expecting.args.js';
import { JsonScalar } from '../../platform/schema/scalars.js';
import { SLEEPING_EXECUTIONS, type AutomationMode, type SleepingExecutions } from '../store/automation.js';
import { AutomationModeEnum } from './automation.graphql.js';

export const SleepingExecutionsEnum = Object.fromEntries(SLEEPING_EXECUTIONS.map((name) => [name, name]));
registerEnumType(SleepingExecutionsEnum, {
  name: 'SleepingExecutions',
  description:
    'What happens to unfinished executions when their automation is disabled or deleted, or another version is published.',
  valuesMap: {
    CANCEL: { description: 'They end before their next action; sleeping ones end immediately.' },
    LET_FINISH: { description: 'They continue to their end.' },
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
  @Field({ description: 'True for the mode LIVE, false for OFF.' })
  enabled!: boolean;
}

@ArgsType()
export class SetAutomationModeArgs extends ExpectingArgs {
  @Field(() => AutomationModeEnum, { description: 'What it is to do with events.' })
  mode!: AutomationMode;

  @Field(() => SleepingExecutionsEnum, {
    nullable: true,
    description: 'What happens to its unfinished executions; CANCEL if omitted and it was LIVE. Not for LIVE.',
  })
  sleeping?: SleepingExecutions | null;
}

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

  @Field(() => Boolean, { nullable: true, description: 'Whether its mode is LIVE, otherwise OFF; true if omitted.' })
  enabled?: boolean | null;

  @Field(() => String, { nullable: true, description: 'The folder it is in, 1 to 100 characters; null for none.' })
  folder?: string | null;

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

  @Field(() => Boolean, {
    nullable: true,
    description: 'True for the mode LIVE, false for OFF; no change if it is so already.',
  })
  enabled?: boolean | null;

  @Field(() => String, { nullable: true, description: 'The folder it is in, 1 to 100 characters; null for none.' })
  folder?: string | null;

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
    description: 'Only enabled automations (true) or only others (false).',
  })
  enabled?: boolean | null;

  @Field(() => AutomationModeEnum, { nullable: true, description: 'Only automations in this mode.' })
  mode?: AutomationMode | null;

  @Field(() => String, { nullable: true, description: 'Only automations in this folder.' })
  folder?: string | null;
}
