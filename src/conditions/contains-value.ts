import { sameValue } from '../kernel/equality.js';

/** Whether a text holds another, or a list an element. False for anything else. */
export function containsValue(actual: unknown, operand: unknown): boolean {
  if (Array.isArray(actual)) return actual.some((each) => sameValue(each, operand));
  return typeof actual === 'string' && (typeof operand === 'string' || typeof operand === 'number') && actual.includes(String(operand));
}
