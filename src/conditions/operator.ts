import type { z } from 'zod';

/** A line of truth: compares what a path holds with the operand. Answers false to what it does not understand. */
export interface OperatorDefinition {
  type: string;
  title: string;
  /** The shape of the operand; `z.undefined()`-like for operators that take none. */
  operand: z.ZodType;
  test: (actual: unknown, operand: unknown) => boolean;
  /** For an operator that is true just when both sides have the same key: by it an index finds who may be true. */
  key?: (value: unknown) => string | undefined;
  /** The claim in words, for a reason such as `order.value 80 is not greater than 100`: [when true, when false]. */
  words: readonly [holds: string, fails: string];
}

/** Describes an operator once; the file on the shelf exports the result under its own name. */
export const defineOperator = (definition: OperatorDefinition) => definition;
