import { Injectable } from '@nestjs/common';
import { storable } from '../crm/fields/checks.js';
import { compileConditions, ConditionsError } from '../conditions/compile-conditions.js';
import { invalidInput, type Mistake } from '../kernel/errors.js';
import type { Json } from '../kernel/json.js';
import { LIMITS } from '../kernel/limits.js';
import type { Reader } from '../platform/database/reader.js';
import type { FactPaths } from '../platform/facts/fact-paths.js';
import { factPathsOf } from '../triggers/trigger-facts.js';
import { makeTriggerRunner } from '../triggers/trigger-runner.js';
import { TRIGGERS } from '../triggers/triggers.js';
import type { TriggerDefinition } from '../triggers/trigger.js';
import { ActionsCheck } from './actions-check.js';
import { objectOr, type AutomationInput, type CheckedAutomation } from './automation.js';
import { ReferenceCheck, referencesIn, type FoundReference } from './reference-check.js';

/** Finds every mistake in an automation, each with its path in the input. */
@Injectable()
export class AutomationCheck {
  constructor(
    private readonly actions: ActionsCheck,
    private readonly references: ReferenceCheck,
  ) {}

  /** The checked content. INVALID_INPUT with all mistakes at once. */
  async check(reader: Reader, input: AutomationInput): Promise<CheckedAutomation> {
    const mistakes: Mistake[] = [...namingMistakes(input), ...sizeMistakes(input), ...textMistakes(input)];
    const trigger = this.checkTrigger(input, mistakes);
    const facts = trigger && factPathsOf(trigger);
    if (facts) mistakes.push(...conditionMistakes(input.conditions ?? null, facts));
    const { specs, references, mistakes: inActions } = this.actions.check(input.actions, facts);
    mistakes.push(...inActions);
    const config = objectOr(input.trigger.config) ?? {};
    const inConfig: FoundReference[] = trigger ? referencesIn(trigger.config, config, ['trigger', 'config']) : [];
    mistakes.push(...(await this.references.mistakes(reader, [...inConfig, ...references])));
    if (mistakes.length > 0 || !trigger) throw invalidInput(mistakes);
    return {
      name: input.name.trim(),
      description: input.description ?? null,
      eventType: trigger.on.type,
      body: { trigger: { type: trigger.type, config }, conditions: input.conditions ?? null, actions: specs },
    };
  }

  private checkTrigger({ trigger: { type, config } }: AutomationInput, mistakes: Mistake[]): TriggerDefinition | undefined {
    const trigger = TRIGGERS.get(type);
    if (!trigger) {
      mistakes.push({ path: ['trigger', 'type'], message: `Unknown trigger "${type}". Known: ${[...TRIGGERS.keys()].join(', ')}` });
      return undefined;
    }
    const parsed = makeTriggerRunner(trigger).parseConfig(config);
    if ('mistakes' in parsed) mistakes.push(...parsed.mistakes.map(({ path, message }) => ({ path: ['trigger', 'config', ...path], message })));
    return trigger;
  }
}

function namingMistakes({ name, description }: AutomationInput): Mistake[] {
  const length = name.trim().length;
  const mistakes: Mistake[] = [];
  if (length < 1 || length > 200) mistakes.push({ path: ['name'], message: 'Must have 1 to 200 characters' });
  if ((description?.length ?? 0) > 2_000) mistakes.push({ path: ['description'], message: 'Must have at most 2000 characters' });
  return mistakes;
}

function sizeMistakes(input: AutomationInput): Mistake[] {
  const size = Buffer.byteLength(JSON.stringify(input));
  return size > LIMITS.maxPayloadBytes
    ? [{ path: [], message: `The automation has ${size} bytes; at most ${LIMITS.maxPayloadBytes} are allowed` }]
    : [];
}

function textMistakes(value: unknown, path: Mistake['path'] = []): Mistake[] {
  if (typeof value === 'string') return storable(value) ? [] : [{ path, message: 'Contains a character that cannot be stored' }];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, each]) => textMistakes(storable(name) ? each : name, [...path, Array.isArray(value) ? Number(name) : name]));
}

function conditionMistakes(conditions: Json, facts: FactPaths): Mistake[] {
  try {
    compileConditions(conditions, facts);
    return [];
  } catch (error) {
    if (!(error instanceof ConditionsError)) throw error;
    return error.mistakes.map(({ path, message }) => ({ path: ['conditions', ...path], message }));
  }
}
