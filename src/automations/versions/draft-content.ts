import type { ActionSpec } from '../../executions/definition/definition.js';
import { keyOf } from '../check/actions-check.js';
import { objectOr, type ActionInput, type AutomationInput, type DraftContent } from '../store/automation.js';

/** The content of a draft or a version with what was given in place of it; the result may hold mistakes. */
export function edited(base: DraftContent, input: AutomationInput): DraftContent {
  const { settings, ...body } = base.body;
  const kept = settingsAfter(settings, input);
  const content: DraftContent = {
    name: (or(input.name, base.name) ?? '').trim(),
    description: or(input.description, base.description),
    body: {
      trigger: input.trigger === undefined ? body.trigger : triggerOf(input.trigger),
      conditions: or(input.conditions, body.conditions),
      actions: input.actions === undefined ? body.actions : stepsIn(input.actions ?? [], { position: 0 }),
      ...(kept !== null && { settings: kept }),
    },
  };
  // As it will be read again, to be compared.
  return JSON.parse(JSON.stringify(content)) as DraftContent;
}

const or = <Value>(given: Value | undefined, base: Value): Value => (given === undefined ? base : given);

const settingsAfter = (base: DraftContent['body']['settings'], { settings }: AutomationInput) =>
  or(settings, base ?? null);

const triggerOf = (trigger: AutomationInput['trigger']) =>
  trigger ? { type: trigger.type, config: objectOr(trigger.config) ?? {} } : null;

function stepsIn(inputs: ActionInput[], counted: { position: number }): ActionSpec[] {
  return inputs.map((input) => {
    const { type, params, delay, arms, otherwise } = input;
    const spec = { key: keyOf(input, counted.position), type, params: objectOr(params) ?? {}, delay: delay || null };
    counted.position += 1;
    if (!arms && !otherwise) return spec;
    const kept = (arms ?? []).map(({ name, conditions = null, actions }) => ({
      ...{ name, conditions },
      actions: stepsIn(actions, counted),
    }));
    return { ...spec, arms: kept, otherwise: stepsIn(otherwise ?? [], counted) };
  });
}
