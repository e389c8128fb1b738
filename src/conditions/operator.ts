import type { z } from 'zod';
import type { FactType } from '../platform/facts/fact-shape.js';

/** Compares the value at a path with the operand. Returns false for values it does not understand. */
export interface OperatorDefinition {
  type: string;
  title: string;
  /** The schema of the operand. An operator without an operand has a schema that accepts undefined. */
  operand: z.ZodType;
  /** `type` is the type of the fact from its description; if missing, the value determines it. */
  test: (actual: unknown, operand: unknown, type?: FactType) => boolean;
  /** For an operator that is true only if both sides have the same key: an index uses it to find candidates. */
  key?: (value: unknown) => string | undefined;
  /** The comparison in words, for a reason such as `order.value 80 is not greater than 100`: [when true, when false]. */
  words: readonly [holds: string, fails: string];
}

/** Defines an operator; its file exports the result under its own name. */
export const defineOperator = (definition: OperatorDefinition) => definition;
