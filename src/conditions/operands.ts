import { z } from 'zod';
import { compareValues, instantOf } from '../kernel/compare.js';
import { toDecimalText } from '../kernel/decimal.js';

const MOST = 100;

export const scalar = z.union([z.string().max(2_000, 'At most 2000 characters'), z.number(), z.boolean()], {
  error: 'Expected a text, a number, true or false; whether there is a value at all is asked by exists and not_exists',
});

export const part = z.union(
  [
    z.string().min(1, 'Expected a text that is not empty').max(2_000, 'At most 2000 characters'),
    z.number(),
    z.boolean(),
  ],
  {
    error: 'Expected a text that is not empty, a number, true or false',
  },
);

export const scalars = z
  .array(scalar, { error: 'Expected a list, such as ["Won", "Lost"]' })
  .min(1, 'At least one value')
  .max(MOST, `At most ${MOST} values`);

const isOrdered = (text: string) => toDecimalText(text) !== undefined || instantOf(text) !== undefined;

export const ordered = z.union(
  [
    z.number(),
    z.string().refine(isOrdered, { error: 'Expected a number such as 100.50, or a date such as 2026-01-31' }),
  ],
  {
    error: 'Expected a number such as 100.50, or a date such as 2026-01-31',
  },
);

/** No operand: the operator tests only the fact. */
export const nothing = z.null({ error: 'Takes no value: leave it out' }).optional();

/** Whether a fact and an ordered operand can be compared and are in this order. */
export const stands = (actual: unknown, operand: unknown, how: (order: number) => boolean): boolean => {
  const order = compareValues(actual, operand);
  return order !== undefined && how(order);
};
