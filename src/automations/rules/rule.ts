import { compileConditions, type CompiledConditions, type Equality } from '../../conditions/compile-conditions.js';
import { compileSettings } from '../../executions/compiled/compile-settings.js';
import { compileStep } from '../../executions/control/compile-step.js';
import type { DefinitionBody } from '../../executions/definition/definition.js';
import { scopeThen, withoutPrefix } from '../../executions/definition/fact-scope.js';
import type { Settings } from '../../executions/definition/settings.js';
import { asksForLast, type EntryRules } from '../../executions/entry/enter.js';
import { layOut } from '../../executions/definition/flow.js';
import { keyOf } from '../../kernel/compare.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import type { FactPaths } from '../../platform/facts/fact-paths.js';
import { factAt } from '../../platform/facts/fact-paths.js';
import { factPathsUnder, isEntity } from '../../triggers/trigger-facts.js';
import { makeTriggerRunner, type TriggerRunner } from '../../triggers/trigger-runner.js';
import type { TriggerDefinition } from '../../triggers/trigger.js';
import { TRIGGERS } from '../../triggers/triggers.js';
import type { DecisionOutcome } from './decision.js';

/** When an automation starts, and which facts of that time it will read later. */
export interface Rule {
  trigger: TriggerDefinition;
  runner: TriggerRunner;
  config: JsonObject;
  conditions: CompiledConditions;
  /** Values that an event must have for the automation to start; necessary, not sufficient. */
  pins: Pin[];
  /** The settings that limit who may enter; null if nothing does. */
  entry: EntryRules | null;
  /** The types of events that end its executions; null if none does. */
  stopsOn: string[] | null;
  /** Fact paths that the steps read under `trigger.`, without that prefix. */
  pathsThen: string[][];
}

/** A value that an event must have. */
export interface Pin {
  /** Names the value: pins with the same name read the same value. */
  name: string;
  /** The key of the event's value; null if it is empty, undefined if the event does not contain it. */
  keyIn(payload: unknown): string | null | undefined;
  /** The required key. */
  key: string;
}

/** Compiles the rule of a definition; throws if the definition is invalid. */
export function toRule(body: DefinitionBody): Rule {
  const trigger = TRIGGERS.get(body.trigger.type);
  if (!trigger) throw new Error(`Unknown trigger "${body.trigger.type}"`);
  const config = trigger.config.parse(body.trigger.config) as JsonObject;
  const facts = factPathsUnder(trigger, config);
  const conditions = compileConditions(body.conditions, facts);
  return {
    trigger,
    runner: makeTriggerRunner(trigger),
    config,
    conditions,
    pins: [
      ...pinsOfConfig(trigger, config),
      ...conditions.equalities.flatMap((equality) => pinOf(trigger, equality) ?? []),
    ],
    entry: entryRulesOf(body.settings),
    stopsOn: stopsOf(body.settings),
    pathsThen: pathsOf(body, facts)
      .filter(([root]) => root === 'trigger')
      .map(withoutPrefix),
  };
}

function entryRulesOf({ reentry, throttle, debounce }: Settings = {}): EntryRules | null {
  const rules = { reentry, throttle, debounce };
  return throttle || asksForLast(rules) ? rules : null;
}

function stopsOf({ stopWhen = [] }: Settings = {}): string[] | null {
  const types = new Set(stopWhen.map(({ event }) => TRIGGERS.get(event)!.on.type));
  return types.size > 0 ? [...types] : null;
}

// What a condition or the template in place of a text read, too.
function pathsOf({ actions, settings }: DefinitionBody, facts: FactPaths): string[][] {
  const { onlyWhile, fallback } = compileSettings(settings, facts);
  return [
    ...layOut(actions).flatMap((step) => compileStep(step, facts).paths),
    ...(onlyWhile?.paths ?? []),
    ...(fallback?.paths ?? []),
  ];
}

/** Why the event itself rules out an automation; null if it does not. Deterministic. */
export function ruledOut(
  event: StoredEvent,
  { trigger, runner, config, conditions }: Rule,
): { outcome: DecisionOutcome; reason: string } | null {
  const late = trigger.on.tooOld?.(event.payload);
  if (late) return { outcome: 'TOO_OLD', reason: late };
  if (!runner.matches(event.payload, config))
    return { outcome: 'TRIGGER_CONFIG_MISMATCH', reason: mismatch(trigger, config) };
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
    return key === undefined || !valueIn
      ? []
      : { name: `${type} ${name}`, keyIn: (payload) => keyOf(valueIn(payload)) ?? null, key };
  });
}

// Only values that the event itself contains: others may change before they are loaded.
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

function mismatch({ secrets = [] }: TriggerDefinition, config: JsonObject): string {
  const shown = Object.entries(config).filter(([name]) => !secrets.includes(name));
  const wanted = shown.map(([name, value]) => `${name} ${asText(value)}`);
  return `The trigger asks for ${wanted.join(', ').slice(0, 300)}`;
}

const asText = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));
