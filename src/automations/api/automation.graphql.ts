import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Json } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import { connectionOf } from '../../platform/paging/connection.js';
import { ListOf } from '../../platform/query-limits/query-lists.js';
import { JsonScalar } from '../../platform/schema/scalars.js';
import { AUTOMATION_MODES, type AutomationMode } from '../store/automation.js';

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
