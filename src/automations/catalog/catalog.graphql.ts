import { Field, Int, ObjectType } from '@nestjs/graphql';
import { CustomFieldDefinition } from '../../crm/custom-fields/custom-field.graphql.js';
import { MAX_DEFINITIONS } from '../../crm/custom-fields/custom-fields.service.js';
import type { Json } from '../../kernel/json.js';
import { ListOf } from '../../platform/query-limits/query-lists.js';
import { JsonScalar } from '../../platform/schema/scalars.js';

/** More than the size of any library and the number of any trigger's facts; a contract test checks it. */
const MAX_SHELF = 50;
const OWN_FACTS = 200;
/** Each defined custom field can be read now, and as it was. */
const MAX_FACTS = OWN_FACTS + 2 * MAX_DEFINITIONS;

@ObjectType({ description: 'A fact that conditions and templates may read.' })
export class CatalogFact {
  @Field({
    description:
      'Its path, such as order.value; * matches any name. Defined custom fields are listed by name, such as contact.customFields.size.',
  })
  path!: string;

  @Field({ description: 'Its type: text, number, decimal, boolean, date, list, object or any.' })
  type!: string;

  @Field({ description: 'A short title.' })
  title!: string;
}

@ObjectType({ description: 'A trigger that can start an automation.' })
export class CatalogTrigger {
  @Field({ description: 'Its name in automations.' })
  type!: string;

  @Field({ description: 'A short title.' })
  title!: string;

  @Field({ description: 'When it occurs and what its config filters.' })
  description!: string;

  @Field(() => JsonScalar, {
    description:
      'JSON Schema of its config. reference names the kind of object that an id refers to (pipeline, stage, tag); within names the field that holds the id of its parent.',
  })
  configSchema!: Json;

  @ListOf(MAX_FACTS)
  @Field(() => [CatalogFact], {
    description:
      'The facts that conditions and templates may read; under `trigger.` their values at the time of the event.',
  })
  facts!: CatalogFact[];
}

@ObjectType({ description: 'An operator that compares a fact with a value.' })
export class CatalogOperator {
  @Field({ description: 'Its name in conditions.' })
  type!: string;

  @Field({ description: 'A short title.' })
  title!: string;

  @Field(() => JsonScalar, { description: 'JSON Schema of the value to compare with.' })
  operandSchema!: Json;
}

@ObjectType({ description: 'An action that an automation can perform.' })
export class CatalogAction {
  @Field({ description: 'Its name in automations.' })
  type!: string;

  @Field({ description: 'A short title.' })
  title!: string;

  @Field({ description: 'What it does and requires.' })
  description!: string;

  @Field({ description: 'internal: changes the CRM, exactly once. external: calls another system.' })
  effect!: string;

  @Field(() => JsonScalar, {
    description:
      'JSON Schema of its params; any text may contain placeholders. reference and within have the same meaning as in a configSchema; secret: true marks values that are shown as •••.',
  })
  paramsSchema!: Json;

  @Field(() => JsonScalar, {
    description: 'JSON Schema of its output, which later actions read as steps.<key>.output.',
  })
  outputSchema!: Json;
}

@ObjectType({ description: 'A step that decides how an execution continues.' })
export class CatalogControlStep {
  @Field({ description: 'Its name in automations.' })
  type!: string;

  @Field({ description: 'A short title.' })
  title!: string;

  @Field({ description: 'What it does.' })
  description!: string;

  @Field(() => JsonScalar, { description: 'JSON Schema of its params; a branch also has arms and otherwise.' })
  paramsSchema!: Json;
}

@ObjectType({ description: 'The limits.' })
export class CatalogLimits {
  @Field(() => Int, { description: 'The maximum number of actions and control steps in an automation.' })
  maxActions!: number;

  @Field(() => Int, { description: 'The maximum nesting depth of branches.' })
  maxBranchDepth!: number;

  @Field(() => Int, { description: 'The maximum nesting depth of condition groups.' })
  maxConditionDepth!: number;

  @Field(() => Int, {
    description: 'The maximum number of conditions of an automation, and of all its steps together.',
  })
  maxConditions!: number;

  @Field({ description: 'The longest delay.' })
  maxDelay!: string;

  @Field(() => Int, { description: 'How many automations may follow the first one in a cascade.' })
  maxCascadeDepth!: number;

  @Field(() => Int, { description: 'How many executions of a workspace run concurrently.' })
  concurrencyPerWorkspace!: number;

  @Field(() => Int, { description: 'The maximum number of automations in a workspace.' })
  maxAutomationsPerWorkspace!: number;
}

@ObjectType({ description: 'The building blocks of automations; a client can build its forms from them.' })
export class Catalog {
  @ListOf(MAX_SHELF)
  @Field(() => [CatalogTrigger], { description: 'The triggers.' })
  triggers!: CatalogTrigger[];

  @ListOf(MAX_SHELF)
  @Field(() => [CatalogOperator], { description: 'The operators that compare facts.' })
  operators!: CatalogOperator[];

  @ListOf(MAX_SHELF)
  @Field(() => [CatalogAction], { description: 'The actions.' })
  actions!: CatalogAction[];

  @ListOf(MAX_SHELF)
  @Field(() => [CatalogControlStep], { description: 'The control steps.' })
  controlSteps!: CatalogControlStep[];

  @ListOf(MAX_DEFINITIONS)
  @Field(() => [CustomFieldDefinition], {
    description: 'The defined custom fields, with the options of those of the type SELECT.',
  })
  customFields!: CustomFieldDefinition[];

  @Field(() => JsonScalar, { description: 'JSON Schema of the settings of an automation.' })
  settingsSchema!: Json;

  @Field(() => CatalogLimits, { description: 'The limits.' })
  limits!: CatalogLimits;
}
