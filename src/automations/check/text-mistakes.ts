import type { Mistake } from '../../kernel/errors.js';
import { hasMarkup } from '../../platform/templates/compile-text.js';

/** What is wrong with the texts and names in a JSON value, each with its path. */
export function textMistakes(
  value: unknown,
  wrong: (text: string) => string | null,
  path: Mistake['path'] = [],
): Mistake[] {
  if (typeof value === 'string') {
    const message = wrong(value);
    return message ? [{ path, message }] : [];
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, each]) =>
    textMistakes(wrong(name) ? name : each, wrong, [...path, Array.isArray(value) ? Number(name) : name]),
  );
}

/** Conditions compare with literal values. */
export const placeholderInCondition = (text: string) =>
  hasMarkup(text) ? 'A condition holds no placeholders: write the value itself' : null;

/** Some params decide what is waited for, and are read before there is anything to insert. */
export const placeholderInParam = (text: string) =>
  hasMarkup(text) ? 'Holds no placeholders here: write the value itself' : null;
