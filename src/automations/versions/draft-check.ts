import { ACTIONS } from '../../actions/actions.js';
import { CONTROL_STEPS } from '../../executions/control/control-steps.js';
import { layOut } from '../../executions/definition/flow.js';
import { storable } from '../../kernel/checks/checks.js';
import { invalidInput, type Mistake } from '../../kernel/errors.js';
import { LIMITS } from '../../kernel/limits.js';
import { textMistakes } from '../check/text-mistakes.js';
import { objectOr, type Automation, type AutomationInput, type DraftContent } from '../store/automation.js';

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

const configMistakes = ({ trigger }: AutomationInput): Mistake[] =>
  trigger && !objectOr(trigger.config) ? [{ path: ['trigger', 'config'], message: OBJECT }] : [];

// The type of an action says which of its params are secrets.
function actionMistakes({ actions }: AutomationInput): Mistake[] {
  const placed = layOut(actions ?? []);
  if (placed.length > LIMITS.maxActions)
    return [{ path: ['actions'], message: `A draft has at most ${LIMITS.maxActions} actions, not ${placed.length}` }];
  return placed.flatMap(({ spec: { type, params }, path }) => {
    const at = ['actions', ...path];
    return [
      ...(ACTIONS.has(type) || CONTROL_STEPS.has(type)
        ? []
        : [{ path: [...at, 'type'], message: `Unknown action "${type}"` }]),
      ...(objectOr(params) ? [] : [{ path: [...at, 'params'], message: OBJECT }]),
    ];
  });
}

function foreignMistakes({ enabled, folder }: AutomationInput, automation: Automation): Mistake[] {
  const mistakes: Mistake[] = [];
  if (enabled != null && enabled !== automation.enabled)
    mistakes.push({ path: ['enabled'], message: 'Not part of a draft: use setAutomationMode' });
  if (folder !== undefined && (folder?.trim() ?? null) !== automation.folder)
    mistakes.push({ path: ['folder'], message: 'Not part of a draft: use updateAutomation' });
  return mistakes;
}
