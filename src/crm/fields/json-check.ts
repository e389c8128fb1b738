import { storable } from './checks.js';

const MAX_DEPTH = 20;

/** Why jsonb cannot keep the value; undefined when it can. */
export function jsonMistake(value: unknown, depth = 1): string | undefined {
  if (typeof value === 'string') return storable(value) ? undefined : 'Contains a character that cannot be stored';
  if (value === null || typeof value !== 'object') return undefined;
  if (depth >= MAX_DEPTH) return `Nested deeper than ${MAX_DEPTH} levels`;
  const parts: unknown[] = Array.isArray(value) ? value : Object.entries(value).flat();
  for (const part of parts) {
    const mistake = jsonMistake(part, depth + 1);
    if (mistake) return mistake;
  }
  return undefined;
}
