import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { Json } from '../kernel/json.js';
import { JsonScalar } from '../platform/graphql/scalars.js';

@ObjectType({ description: 'A fact that conditions and templates may read.' })
export class CatalogFact {
  @Field({ description: 'Its path, such as order.value; a * stands for any name.' })
  path!: string;

  @Field({ description: 'What it holds: text, number, decimal, boolean, date, list, object or any.' })
  type!: string;

  @Field({ description: 'What it is, in words.' })
  title!: string;
}

@ObjectType({ description: 'A kind of thing that may start an automation.' })
export class CatalogTrigger {
  @Field({ description: 'Its name in automations.' })
  type!: string;

  @Field({ description: 'What happens, in words.' })
  title!: string;

  @Field({ description: 'When it happens, and what its config narrows.' })
  description!: string;

  @Field(() => JsonScalar, { description: 'JSON Schema of its config; reference says of what an id is (pipeline, stage, tag), within which other field gives its parent.' })
  configSchema!: Json;

  @Field(() => [CatalogFact], { description: 'What conditions and templates may read; under `trigger.` the same as it was when the event happened.' })
  facts!: CatalogFact[];
}

@ObjectType({ description: 'A way to compare a fact.' })
export class CatalogOperator {
  @Field({ description: 'Its name in conditions.' })
  type!: string;

  @Field({ description: 'What it compares, in words.' })
  title!: string;

  @Field(() => JsonScalar, { description: 'JSON Schema of the value to compare with.' })
  operandSchema!: Json;
}

@ObjectType({ description: 'Something an automation can do.' })
export class CatalogAction {
  @Field({ description: 'Its name in automations.' })
  type!: string;

  @Field({ description: 'What it does, in short.' })
  title!: string;

  @Field({ description: 'What it does, and what it needs.' })
  description!: string;

  @Field({ description: 'internal: changes the CRM, exactly once. external: talks to the world.' })
  effect!: string;

  @Field(() => JsonScalar, { description: 'JSON Schema of its params; any text may hold placeholders; reference and within as in a configSchema; secret: true stands at what is shown as •••.' })
  paramsSchema!: Json;

  @Field(() => JsonScalar, { description: 'JSON Schema of what later actions read as steps.<key>.output.' })
  outputSchema!: Json;
}

@ObjectType({ description: 'How much is allowed.' })
export class CatalogLimits {
  @Field(() => Int, { description: 'Actions of an automation.' })
  maxActions!: number;

  @Field(() => Int, { description: 'How deep groups of conditions may be nested.' })
  maxConditionDepth!: number;

  @Field(() => Int, { description: 'Conditions of an automation.' })
  maxConditions!: number;

  @Field({ description: 'The longest delay.' })
  maxDelay!: string;

  @Field(() => Int, { description: 'How many automations may follow the first that a change starts.' })
  maxCascadeDepth!: number;

  @Field(() => Int, { description: 'Executions of a workspace that run at once.' })
  concurrencyPerWorkspace!: number;

  @Field(() => Int, { description: 'Automations of a workspace.' })
  maxAutomationsPerWorkspace!: number;
}

@ObjectType({ description: 'What automations can be built of; a form builder renders itself from this.' })
export class Catalog {
  @Field(() => [CatalogTrigger], { description: 'What may start one.' })
  triggers!: CatalogTrigger[];

  @Field(() => [CatalogOperator], { description: 'How facts are compared.' })
  operators!: CatalogOperator[];

  @Field(() => [CatalogAction], { description: 'What one can do.' })
  actions!: CatalogAction[];

  @Field(() => CatalogLimits, { description: 'How much is allowed.' })
  limits!: CatalogLimits;
}
