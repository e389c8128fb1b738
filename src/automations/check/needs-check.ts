import type { Need, Subject } from '../../crm/subjects.js';
import type { JsonObject } from '../../kernel/json.js';
import type { Mistake } from '../../kernel/errors.js';

/** What a step requires, always or with some params. */
export type Needs = Need | ((params: Readonly<JsonObject>) => Need | null);

/** The mistake of a step that requires what the events of its trigger do not bring. */
export function needMistakes(needs: Needs | undefined, params: JsonObject, brought: readonly Subject[]): Mistake[] {
  const need = typeof needs === 'function' ? needs(params) : needs;
  if (!need || (need === 'either' ? brought.length > 0 : brought.includes(need))) return [];
  return [{ path: ['type'], message: `${WORDS[need]}, but events of this trigger have none: ${hint(need, brought)}` }];
}

const WORDS: Record<Need, string> = {
  contact: 'This action requires a contact',
  order: 'This action requires an order',
  either: 'This action requires a contact or an order',
};

const hint = (need: Need, brought: readonly Subject[]) =>
  need === 'order' && brought.includes('contact')
    ? 'choose another trigger, or an action on the contact'
    : 'choose another trigger or another action';
