import { storable } from './checks.js';

const MAX_DEPTH = 20;

/** Whether a JSON value is nested deeper than allowed; stops at the limit. */
export const isTooDeep = (value: unknown, depth = 1): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (depth >= MAX_DEPTH || Object.values(value).some((part) => isTooDeep(part, depth + 1)));

/** Why jsonb cannot store the value; undefined if it can. */
export function jsonMistake(value: unknown, depth = 1): string | undefined {
  if (value === null || typeof value !== 'object') return scalarMistake(value);
  if (depth >= MAX_DEPTH) return `Nested deeper than ${MAX_DEPTH} levels`;
  const parts: unknown[] = Array.isArray(value) ? value : Object.entries(value).flat();
  for (const part of parts) {
    const mistake = jsonMistake(part, depth + 1);
    if (mistake) return mistake;
  }
  return undefined;
}

function scalarMistake(value: unknown): string | undefined {
  if (typeof value === 'string') return storable(value) ? undefined : 'Contains a character that cannot be stored';
  return typeof value === 'number' && !Number.isFinite(value) ? 'Expected a number that JSON can hold' : undefined;
}
