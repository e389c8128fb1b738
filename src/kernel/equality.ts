import { compareDecimals, isDecimal } from './decimal.js';

/** Whether a fact and an operand are the same to a user: numbers as numbers, text trimmed, lists and objects by content. */
export function sameValue(actual: unknown, operand: unknown): boolean {
  if (isDecimal(actual) && isDecimal(operand)) return compareDecimals(actual, operand) === 0;
  if (typeof actual === 'boolean' || typeof operand === 'boolean') return String(actual) === String(operand);
  if (isText(actual) && isText(operand)) return textOf(actual) === textOf(operand);
  return JSON.stringify(actual) === JSON.stringify(operand);
}

/** Neither missing nor null. */
export const isPresent = (value: unknown) => value !== undefined && value !== null;

const isText = (value: unknown) => typeof value === 'string' || value instanceof Date || typeof value === 'number';

const textOf = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value).trim());
