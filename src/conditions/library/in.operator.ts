import { z } from 'zod';
import { isPresent, sameValue } from '../../kernel/equality.js';
import { defineOperator } from '../operator.js';

export const inOperator = defineOperator({
  type: 'in',
  title: 'is one of',
  operand: z.array(z.json()).min(1).max(1000),
  words: ['is one of', 'is not one of'],
  test: (actual, operand) => isPresent(actual) && Array.isArray(operand) && operand.some((each) => sameValue(actual, each)),
});
