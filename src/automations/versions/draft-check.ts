import { z } from 'zod';
import type { ActionDescription } from '../../actions/action.js';
import { ACTIONS } from '../../actions/actions.js';
import { CONTROL_STEPS } from '../../executions/control/control-steps.js';
import { layOut } from '../../executions/definition/flow.js';
import { storable } from '../../kernel/checks/checks.js';
import { invalidInput, within, type Mistake } from '../../kernel/errors.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import { TRIGGERS } from '../../triggers/triggers.js';
import { textMistakes } from '../check/text-mistakes.js';
import {
  objectOr,
  type ActionInput,
  type Automation,
  type AutomationInput,
  type DraftContent,
} from '../store/automation.js';

/**
 * Checks what was given for a draft: only that it can be stored, shown and bounded, so that unfinished work can be kept.
 * INVALID_INPUT with all mistakes.
 */
export function assertDraftable(input: AutomationInput, automation: Automation): void {
  const mistakes = [
    ...namingMistakes(input),
    ...textMistakes(input, (text) => (storable(text) ? null : 'Contains a character that cannot be stored')),
    ...configMistakes(input),
    ...actionMistakes(input),
    ...foreignMistakes(input, automation),
  ];
  if (mistakes.length > 0) throw invalidInput(mistakes);
}

/** Checks the size of a whole draft. INVALID_INPUT. */
export function assertSize(content: DraftContent): void {
  const size = Buffer.byteLength(JSON.stringify(content));
  if (size <= LIMITS.maxPayloadBytes) return;
  const message = `The draft has ${size} bytes; at most ${LIMITS.maxPayloadBytes} are allowed`;
  throw invalidInput([{ path: [], message }]);
}

function namingMistakes({ name, description }: AutomationInput): Mistake[] {
  return [...longerThan(200, ['name'], name?.trim()), ...longerThan(2_000, ['description'], description)];
}

function longerThan(most: number, path: Mistake['path'], text: string | null | undefined): Mistake[] {
  return [...(text ?? '')].length > most ? [{ path, message: `Must have at most ${most} characters` }] : [];
}

const OBJECT = 'Expected an object';

function configMistakes({ trigger }: AutomationInput): Mistake[] {
  if (!trigger) return [];
  const config = objectOr(trigger.config);
  if (!config) return [{ path: ['trigger', 'config'], message: OBJECT }];
  const found = TRIGGERS.get(trigger.type);
  if (!found) return [{ path: ['trigger', 'type'], message: `Unknown trigger "${trigger.type}"` }];
  return within(['trigger', 'config'], secretMistakes({ secrets: found.secrets, params: found.config }, config));
}

function actionMistakes({ actions }: AutomationInput): Mistake[] {
  const placed = layOut(actions ?? []);
  if (placed.length > LIMITS.maxActions)
    return [{ path: ['actions'], message: `A draft has at most ${LIMITS.maxActions} actions, not ${placed.length}` }];
  return placed.flatMap(({ spec, path }) => within(['actions', ...path], stepMistakes(spec)));
}

function stepMistakes({ type, params: given }: ActionInput): Mistake[] {
  const params = objectOr(given);
  if (!params) return [{ path: ['params'], message: OBJECT }];
  const description = ACTIONS.get(type)?.description;
  if (description) return within(['params'], secretMistakes(description, params));
  return CONTROL_STEPS.has(type) ? [] : [{ path: ['type'], message: `Unknown action "${type}"` }];
}

// What may be a secret must be known as one: it is sealed where the action's type says, and only text can be sealed.
function secretMistakes(
  { secrets = [], params: schema }: Pick<ActionDescription, 'secrets' | 'params'>,
  params: JsonObject,
): Mistake[] {
  if (secrets.length === 0 || !(schema instanceof z.ZodObject)) return [];
  return Object.entries(params).flatMap(([name, value]) => {
    if (!Object.hasOwn(schema.shape, name)) return [{ path: [name], message: 'Unknown param' }];
    return secrets.includes(name) ? within([name], notTexts(value)) : [];
  });
}

function notTexts(value: Json): Mistake[] {
  if (value === null || typeof value === 'string') return [];
  if (typeof value !== 'object') return [{ path: [], message: 'Expected text' }];
  return Object.entries(value).flatMap(([name, each]) =>
    within([Array.isArray(value) ? Number(name) : name], notTexts(each)),
  );
}

function foreignMistakes({ enabled, folder }: AutomationInput, automation: Automation): Mistake[] {
  const mistakes: Mistake[] = [];
  if (enabled != null && enabled !== automation.enabled)
    mistakes.push({ path: ['enabled'], message: 'Not part of a draft: use setAutomationMode' });
  if (folder !== undefined && (folder?.trim() ?? null) !== automation.folder)
    mistakes.push({ path: ['folder'], message: 'Not part of a draft: use updateAutomation' });
  return mistakes;
}
