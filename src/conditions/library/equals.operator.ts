import { z } from 'zod';
import { isPresent, sameValue } from '../../kernel/equality.js';
import { defineOperator } from '../operator.js';

export const equalsOperator = defineOperator({
  type: 'equals',
  title: 'is',
  operand: z.json(),
  words: ['is equal to', 'is not equal to'],
  test: (actual, operand) => isPresent(actual) && sameValue(actual, operand),
});
