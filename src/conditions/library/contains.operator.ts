import { z } from 'zod';
import { containsValue } from '../contains-value.js';
import { defineOperator } from '../operator.js';

export const containsOperator = defineOperator({
  type: 'contains',
  title: 'contains',
  operand: z.union([z.string(), z.number(), z.boolean()]),
  words: ['contains', 'does not contain'],
  test: (actual, operand) => containsValue(actual, operand),
});
