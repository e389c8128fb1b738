import { Injectable } from '@nestjs/common';
import { storable } from '../../kernel/checks/checks.js';
import { conditionMistakes } from '../../conditions/compile-conditions.js';
import { invalidInput, within, type Mistake } from '../../kernel/errors.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import { stepsOf } from '../../executions/definition/flow.js';
import type { Reader } from '../../platform/database/reader.js';
import type { FactPaths } from '../../platform/facts/fact-paths.js';
import { lowerCaseReferences } from '../../platform/facts/reference.js';
import { markupOf } from '../../platform/templates/compile-text.js';
import { broughtBy, factPathsOf, factPathsUnder } from '../../triggers/trigger-facts.js';
import { makeTriggerRunner } from '../../triggers/trigger-runner.js';
import { TRIGGERS } from '../../triggers/triggers.js';
import type { TriggerDefinition } from '../../triggers/trigger.js';
import { ActionsCheck, type Brought } from './actions-check.js';
import { CustomFieldsCheck } from './custom-fields-check.js';
import { conditionsIn, SettingsCheck } from './settings-check.js';
import { objectOr, type AutomationInput, type CheckedAutomation } from '../store/automation.js';
import { placeholderInCondition, textMistakes } from './text-mistakes.js';
import { ReferenceCheck, referencesIn } from './reference-check.js';

/** Finds every mistake in an automation, each with its path in the input. */
@Injectable()
export class AutomationCheck {
  constructor(
    private readonly actions: ActionsCheck,
    private readonly settings: SettingsCheck,
    private readonly references: ReferenceCheck,
    private readonly customFields: CustomFieldsCheck,
  ) {}

  /** The checked content. INVALID_INPUT with all mistakes; of an input that is too large, only the size is checked. */
  async check(reader: Reader, input: AutomationInput): Promise<CheckedAutomation> {
    const oversized = sizeMistakes(input);
    if (oversized.length > 0) throw invalidInput(oversized);
    const mistakes: Mistake[] = [...namingMistakes(input), ...textMistakes(input, unstorable)];
    const { conditions = null, actions, settings: given } = input;
    const { trigger, config, brought } = checkTrigger(input, mistakes);
    mistakes.push(...wrongConditions(conditions, brought?.facts));
    const { specs, references, mistakes: inActions } = this.actions.check(actions ?? [], brought);
    const { settings, references: inSettings, mistakes: wrongSettings } = this.settings.check(given, brought);
    const inConfig = referencesIn(trigger?.config, config, ['trigger', 'config']);
    const found = [...inConfig, ...references, ...inSettings];
    mistakes.push(...inActions, ...wrongSettings, ...(await this.references.mistakes(reader, found)));
    mistakes.push(...(await this.customFields.mistakes(reader, specs)));
    if (mistakes.length > 0 || !trigger) throw invalidInput(mistakes);
    return {
      name: nameOf(input),
      description: input.description ?? null,
      folder: folderOf(input),
      eventType: trigger.on.type,
      body: { trigger: { type: trigger.type, config }, conditions, actions: specs, ...(settings && { settings }) },
    };
  }
}

const wrongConditions = (conditions: Json, facts: FactPaths | undefined): Mistake[] => [
  ...(facts ? within(['conditions'], conditionMistakes(conditions, facts)) : []),
  ...textMistakes(conditions, placeholderInCondition, ['conditions']),
];

function checkTrigger(
  { trigger: given }: AutomationInput,
  mistakes: Mistake[],
): { trigger?: TriggerDefinition; config: JsonObject; brought?: Brought } {
  const trigger = given ? TRIGGERS.get(given.type) : undefined;
  if (!given || !trigger) {
    const message = given ? `Unknown trigger "${given.type}". Known: ${[...TRIGGERS.keys()].join(', ')}` : 'Required';
    mistakes.push({ path: given ? ['trigger', 'type'] : ['trigger'], message });
    return { config: {} };
  }
  const config = objectOr(given.config, trigger.config);
  const parsed = makeTriggerRunner(trigger).parseConfig(config ?? given.config);
  if ('mistakes' in parsed)
    mistakes.push(...parsed.mistakes.map(({ path, message }) => ({ path: ['trigger', 'config', ...path], message })));
  return {
    trigger,
    config: lowerCaseReferences(trigger.config, config ?? {}),
    brought:
      'mistakes' in parsed
        ? { facts: factPathsOf(trigger), subjects: broughtBy(trigger, null) }
        : { facts: factPathsUnder(trigger, parsed.config), subjects: broughtBy(trigger, parsed.config) },
  };
}

const nameOf = ({ name }: AutomationInput) => (name ?? '').trim();
const folderOf = ({ folder }: AutomationInput) => folder?.trim() ?? null;

function namingMistakes({ description, ...input }: AutomationInput): Mistake[] {
  const { length } = [...nameOf(input)];
  const mistakes: Mistake[] = [];
  if (length < 1 || length > 200) mistakes.push({ path: ['name'], message: 'Must have 1 to 200 characters' });
  if ([...(description ?? '')].length > 2_000)
    mistakes.push({ path: ['description'], message: 'Must have at most 2000 characters' });
  const inFolder = [...(folderOf(input) ?? 'none')].length;
  if (inFolder < 1 || inFolder > 100) mistakes.push({ path: ['folder'], message: FOLDER_LENGTH });
  return mistakes;
}

const FOLDER_LENGTH = 'Must have 1 to 100 characters; null for no folder';

function sizeMistakes(input: AutomationInput): Mistake[] {
  const size = Buffer.byteLength(JSON.stringify(input));
  if (size > LIMITS.maxPayloadBytes)
    return [{ path: [], message: `The automation has ${size} bytes; at most ${LIMITS.maxPayloadBytes} are allowed` }];
  return [...markupMistakes(input), ...manyConditions(input)];
}

function manyConditions({ actions, settings }: AutomationInput): Mistake[] {
  const inSteps = stepsOf(actions ?? []).flatMap(({ arms, params }) => [
    ...(arms ?? []).map((arm) => arm.conditions),
    (params as { conditions?: Json } | null | undefined)?.conditions,
  ]);
  const count = [...inSteps, ...conditionsIn(settings)].reduce<number>((sum, each) => sum + leavesIn(each), 0);
  if (count <= LIMITS.maxConditions) return [];
  const message = `At most ${LIMITS.maxConditions} conditions are allowed in all steps and settings; these are ${count}`;
  return [{ path: ['actions'], message }];
}

function leavesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const within = (value as { conditions?: unknown }).conditions;
  return Array.isArray(within) ? within.reduce<number>((sum, each) => sum + leavesIn(each), 0) : 1;
}

function markupMistakes({ actions, settings }: AutomationInput): Mistake[] {
  const all = { count: 0, length: 0 };
  const long = textMistakes({ actions, settings }, (text) => {
    const { count, length } = markupOf(text);
    all.count += count;
    all.length += length;
    return count > 0 && text.length > LIMITS.maxTemplateOutputBytes ? TOO_LONG : null;
  });
  const over = (what: string, most: number) => ({
    path: ['actions'],
    message: `Their placeholders and tags are ${what}; at most ${most} are allowed`,
  });
  if (all.count > LIMITS.maxPlaceholders) long.push(over(`${all.count}`, LIMITS.maxPlaceholders));
  if (all.length > LIMITS.maxMarkupLength) long.push(over(`${all.length} characters`, LIMITS.maxMarkupLength));
  return long;
}

const TOO_LONG = `A text with placeholders has at most ${LIMITS.maxTemplateOutputBytes} characters`;

const unstorable = (text: string) => (storable(text) ? null : 'Contains a character that cannot be stored');
