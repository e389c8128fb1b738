import { z } from 'zod';
import { isPresent, sameValue } from '../../kernel/equality.js';
import { defineOperator } from '../operator.js';

export const notEqualsOperator = defineOperator({
  type: 'not_equals',
  title: 'is not',
  operand: z.json(),
  words: ['is not equal to', 'is equal to'],
  test: (actual, operand) => !isPresent(actual) || !sameValue(actual, operand),
});
