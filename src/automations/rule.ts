import { compileConditions, type CompiledConditions, type Equality } from '../conditions/compile-conditions.js';
import { scopeThen } from '../executions/fact-scope.js';
import type { DefinitionBody } from '../executions/definition.js';
import { keyOf } from '../kernel/compare.js';
import type { JsonObject } from '../kernel/json.js';
import type { StoredEvent } from '../platform/events/stored-event.js';
import { factAt } from '../platform/facts/fact-paths.js';
import { compileTemplate } from '../platform/templates/compile-template.js';
import { factPathsOf, isEntity } from '../triggers/trigger-facts.js';
import { makeTriggerRunner, type TriggerRunner } from '../triggers/trigger-runner.js';
import type { TriggerDefinition } from '../triggers/trigger.js';
import { TRIGGERS } from '../triggers/triggers.js';
import type { DecisionOutcome } from './decision.js';

/** When an automation starts, and which facts of that moment it will want to read later. */
export interface Rule {
  trigger: TriggerDefinition;
  runner: TriggerRunner;
  config: JsonObject;
  conditions: CompiledConditions;
  /** What an event must say by itself for the automation to start; not all that it takes. */
  pins: Pin[];
  /** Fact paths that conditions name, and that templates name under `trigger.`, without that prefix. */
  pathsThen: { conditions: string[][]; templates: string[][] };
}

/** One value that an event must have. */
export interface Pin {
  /** What is asked of the event: pins of one name ask the same. */
  name: string;
  /** The key of what the event says; null when it says that there is nothing, undefined when it does not say. */
  keyIn(payload: unknown): string | null | undefined;
  /** The key that it must be. */
  key: string;
}

/** Compiles what it takes to decide about a definition; throws what is wrong with it. */
export function toRule(body: DefinitionBody): Rule {
  const trigger = TRIGGERS.get(body.trigger.type);
  if (!trigger) throw new Error(`Unknown trigger "${body.trigger.type}"`);
  const config = trigger.config.parse(body.trigger.config) as JsonObject;
  const conditions = compileConditions(body.conditions, factPathsOf(trigger));
  const templates = body.actions.flatMap(({ params }) => compileTemplate(params).paths.map(({ path }) => path));
  return {
    trigger,
    runner: makeTriggerRunner(trigger),
    config,
    conditions,
    pins: [...pinsOfConfig(trigger, config), ...conditions.equalities.flatMap((equality) => pinOf(trigger, equality) ?? [])],
    pathsThen: {
      conditions: conditions.paths.map(withoutPrefix),
      templates: templates.filter(([root]) => root === 'trigger').map(withoutPrefix),
    },
  };
}

/** Why the event alone rules an automation out; null when it does not. The same whenever it is asked. */
export function ruledOut(event: StoredEvent, { trigger, runner, config, conditions }: Rule): { outcome: DecisionOutcome; reason: string } | null {
  if (!runner.matches(event.payload, config)) return { outcome: 'TRIGGER_CONFIG_MISMATCH', reason: mismatch(trigger, config) };
  for (const equality of conditions.equalities) {
    const pin = pinOf(trigger, equality);
    const said = pin?.keyIn(event.payload);
    if (!pin || said === undefined || said === pin.key) continue;
    const scope = scopeThen({ trigger, config, event }, null);
    return { outcome: 'CONDITIONS_FALSE', reason: equality.evaluate({ ...scope, trigger: scope }).reason() };
  }
  return null;
}

function pinsOfConfig({ type, where = {} }: TriggerDefinition, config: JsonObject): Pin[] {
  return Object.entries(where).flatMap(([name, valueIn]) => {
    const key = keyOf(config[name]);
    return key === undefined || !valueIn ? [] : { name: `${type} ${name}`, keyIn: (payload) => keyOf(valueIn(payload)) ?? null, key };
  });
}

// Only what the event holds of an entity: the rest may be another thing by the time it is loaded.
function pinOf({ type, facts }: TriggerDefinition, { path, key }: Equality): Pin | undefined {
  const [root, field, ...rest] = withoutPrefix(path);
  const fact = facts[root!];
  if (!fact || !isEntity(fact) || !fact.snapshot || field === undefined) return undefined;
  const keyIn = (payload: unknown) => {
    const snapshot = fact.snapshot!(payload);
    if (!snapshot || !Object.hasOwn(snapshot, field)) return undefined;
    return keyOf(factAt(snapshot, [field, ...rest])) ?? null;
  };
  return { name: `${type} ${root}.${[field, ...rest].join('.')}`, keyIn, key };
}

const withoutPrefix = (path: string[]) => (path[0] === 'trigger' ? path.slice(1) : path);

const mismatch = ({ type }: TriggerDefinition, config: JsonObject) => `The event does not fit the trigger's config ${JSON.stringify(config).slice(0, 300)} of ${type}`;
