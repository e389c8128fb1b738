import { z } from 'zod';
import { containsValue } from '../contains-value.js';
import { defineOperator } from '../operator.js';

export const notContainsOperator = defineOperator({
  type: 'not_contains',
  title: 'does not contain',
  operand: z.union([z.string(), z.number(), z.boolean()]),
  words: ['does not contain', 'contains'],
  test: (actual, operand) => !containsValue(actual, operand),
});
