import { z } from 'zod';
import { isPresent, sameValue } from '../../kernel/equality.js';
import { defineOperator } from '../operator.js';

export const notInOperator = defineOperator({
  type: 'not_in',
  title: 'is none of',
  operand: z.array(z.json()).min(1).max(1000),
  words: ['is none of', 'is one of'],
  test: (actual, operand) => !isPresent(actual) || !Array.isArray(operand) || !operand.some((each) => sameValue(actual, each)),
});
