import { z } from 'zod';
import { compareDecimals, isDecimal } from '../kernel/decimal.js';

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T|$)/;

/** What an ordering operator compares with: a number, or an ISO date. */
export const orderedOperand = z.union([
  z.number(),
  z.string().refine((text) => isDecimal(text) || toInstant(text) !== undefined, 'A number, or a date such as "2026-01-31"'),
]);

/** Negative, zero or positive for two numbers or two dates; undefined for what has no order. */
export function order(actual: unknown, operand: unknown): number | undefined {
  if (isDecimal(actual) && isDecimal(operand)) return compareDecimals(actual, operand);
  const [left, right] = [toInstant(actual), toInstant(operand)];
  return left === undefined || right === undefined ? undefined : left - right;
}

function toInstant(value: unknown): number | undefined {
  if (!(value instanceof Date) && !(typeof value === 'string' && ISO_DATE.test(value))) return undefined;
  const instant = new Date(value).getTime();
  return Number.isNaN(instant) ? undefined : instant;
}
