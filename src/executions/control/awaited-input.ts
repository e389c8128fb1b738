import { conditionMistakes } from '../../conditions/compile-conditions.js';
import { within } from '../../kernel/errors.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import { lowerCaseReferences } from '../../platform/facts/reference.js';
import { factPathsOf, factPathsUnder } from '../../triggers/trigger-facts.js';
import { makeTriggerRunner } from '../../triggers/trigger-runner.js';
import { TRIGGERS } from '../../triggers/triggers.js';
import type { AwaitedInput } from '../definition/awaited-shape.js';
import { AwaitedEvents } from './awaited-events.js';
import type { CheckedStep } from './control-step.js';

/** The config in the form in which it is stored. */
export function normalizedConfig(event: Json | undefined, config: Json): Json {
  const trigger = typeof event === 'string' ? TRIGGERS.get(event) : undefined;
  const isObject = typeof config === 'object' && config !== null && !Array.isArray(config);
  return trigger && isObject ? lowerCaseReferences(trigger.config, config) : config;
}

/** What is wrong with the config and the conditions. */
export function checkAwaited({ event, config, conditions }: AwaitedInput): CheckedStep {
  const trigger = TRIGGERS.get(event)!;
  const parsed = makeTriggerRunner(trigger).parseConfig(config);
  const facts = 'config' in parsed ? factPathsUnder(trigger, parsed.config) : factPathsOf(trigger);
  return {
    mistakes: [
      ...within(['config'], 'mistakes' in parsed ? parsed.mistakes : []),
      ...within(['conditions'], conditionMistakes(conditions, facts)),
    ],
    references: { schema: trigger.config, value: config, path: ['config'] },
  };
}

/** The described events. Throws if the description is invalid. */
export function awaitedBy({ event, config, conditions }: AwaitedInput): AwaitedEvents {
  const trigger = TRIGGERS.get(event)!;
  return new AwaitedEvents(trigger, trigger.config.parse(config) as JsonObject, conditions);
}
